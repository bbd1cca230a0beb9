"""Redis or Valkey: what makes the bot quick. All that it holds may be lost, since MongoDB has it."""
