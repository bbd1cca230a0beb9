"""Block Kit's blocks, elements and composition objects with their limits (Slack's limits, docs/slack-limits.md)."""

from sandbox.block_kit.rules import (
    AmongOptions,
    Anything,
    Characters,
    Choice,
    Either,
    Flag,
    ListOf,
    NotAbove,
    ObjectOf,
    Pattern,
    Rule,
    Text,
    Variant,
    Whole,
)

_PLAIN = ("plain_text",)
_ID = Characters(1, 255)
_KIND = Anything()  # the type itself has been looked at by the Variant
_WEB_ADDRESS = Characters(1, 3000)
_DATE = Pattern(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a date in the form YYYY-MM-DD")
_TIME = Pattern(r"([01]\d|2[0-3]):[0-5]\d", "a time in the form HH:mm")
_USER = Pattern(r"[UW][A-Z0-9]+", "a user id")
_CONVERSATION = Pattern(r"[CDG][A-Z0-9]+", "a conversation id")
_NUMBER = Pattern(r"-?\d+(\.\d+)?", "a number")
_PLACEHOLDER = Text(150, _PLAIN)

_CONFIRM = ObjectOf(
    {
        "title": Text(100, _PLAIN),
        "text": Text(300),
        "confirm": Text(30, _PLAIN),
        "deny": Text(30, _PLAIN),
        "style": Choice(("primary", "danger")),
    },
    required=("title", "text", "confirm", "deny"),
)


def _option(text: Text) -> ObjectOf:
    return ObjectOf(
        {
            "text": text,
            "value": Characters(1, 150),
            "description": Text(75, text.kinds),
            "url": _WEB_ADDRESS,
        },
        required=("text", "value"),
    )


_MENU_OPTION = _option(Text(75, _PLAIN))
_RICH_OPTION = _option(Text(75))
_GROUP = ObjectOf({"label": Text(75, _PLAIN), "options": ListOf(_MENU_OPTION, 100)}, required=("label", "options"))


def _element(fields: dict[str, Rule], required: tuple[str, ...] = ()) -> ObjectOf:
    shared: dict[str, Rule] = {"type": _KIND, "action_id": _ID}
    return ObjectOf(shared | fields, required=required)


def _picker(fields: dict[str, Rule]) -> ObjectOf:
    shared: dict[str, Rule] = {"placeholder": _PLACEHOLDER, "confirm": _CONFIRM, "focus_on_load": Flag()}
    return _element(shared | fields)


def _menu(fields: dict[str, Rule], initial: str) -> AmongOptions:
    groups: dict[str, Rule] = {"options": ListOf(_MENU_OPTION, 100), "option_groups": ListOf(_GROUP, 100)}
    return AmongOptions(Either(_picker(groups | fields), ("options", "option_groups")), initial)


def _offering(fields: dict[str, Rule]) -> ObjectOf:
    return _picker({"min_query_length": Whole(0, 3000), **fields})


def _multi_picker(initial: str, item: Rule, fields: dict[str, Rule] | None = None) -> ObjectOf:
    return _picker({initial: ListOf(item, 100), "max_selected_items": Whole(1, 100), **(fields or {})})


def _boxes(initial: str, item: Rule) -> AmongOptions:
    fields: dict[str, Rule] = {
        "options": ListOf(_RICH_OPTION, 10),
        initial: item,
        "confirm": _CONFIRM,
        "focus_on_load": Flag(),
    }
    return AmongOptions(_element(fields, required=("options",)), initial)


def _typed(fields: dict[str, Rule], required: tuple[str, ...] = ()) -> ObjectOf:
    shared: dict[str, Rule] = {
        "placeholder": _PLACEHOLDER,
        "initial_value": Characters(0, 3000),
        "dispatch_action_config": Anything(),
        "focus_on_load": Flag(),
    }
    return _element(shared | fields, required)


IMAGE_ELEMENT = ObjectOf(
    {"type": _KIND, "image_url": _WEB_ADDRESS, "alt_text": Characters(1, 2000), "slack_file": Anything()},
    required=("alt_text",),
    one_of=("image_url", "slack_file"),
)

ELEMENTS: dict[str, Rule] = {
    "button": _element(
        {
            "text": Text(75, _PLAIN),
            "value": Characters(0, 2000),
            "url": _WEB_ADDRESS,
            "style": Choice(("primary", "danger")),
            "confirm": _CONFIRM,
            "accessibility_label": Characters(1, 75),
        },
        required=("text",),
    ),
    "overflow": _element({"options": ListOf(_MENU_OPTION, 5), "confirm": _CONFIRM}, required=("options",)),
    "static_select": _menu({"initial_option": _MENU_OPTION}, "initial_option"),
    "multi_static_select": _menu(
        {"initial_options": ListOf(_MENU_OPTION, 100), "max_selected_items": Whole(1, 100)}, "initial_options"
    ),
    "external_select": _offering({"initial_option": _MENU_OPTION}),
    "multi_external_select": _offering(
        {"initial_options": ListOf(_MENU_OPTION, 100), "max_selected_items": Whole(1, 100)}
    ),
    "users_select": _picker({"initial_user": _USER}),
    "multi_users_select": _multi_picker("initial_users", _USER),
    "conversations_select": _picker(
        {
            "initial_conversation": _CONVERSATION,
            "default_to_current_conversation": Flag(),
            "response_url_enabled": Flag(),
            "filter": Anything(),
        }
    ),
    "multi_conversations_select": _multi_picker(
        "initial_conversations", _CONVERSATION, {"default_to_current_conversation": Flag(), "filter": Anything()}
    ),
    "channels_select": _picker({"initial_channel": _CONVERSATION, "response_url_enabled": Flag()}),
    "multi_channels_select": _multi_picker("initial_channels", _CONVERSATION),
    "datepicker": _picker({"initial_date": _DATE}),
    "timepicker": _picker({"initial_time": _TIME, "timezone": Characters(1, 255)}),
    "datetimepicker": _element(
        {"initial_date_time": Whole(10**9, 10**10 - 1), "confirm": _CONFIRM, "focus_on_load": Flag()}
    ),
    "checkboxes": _boxes("initial_options", ListOf(_RICH_OPTION, 10)),
    "radio_buttons": _boxes("initial_option", _RICH_OPTION),
    "plain_text_input": NotAbove(
        _typed({"multiline": Flag(), "min_length": Whole(0, 3000), "max_length": Whole(1, 3000)}),
        "min_length",
        "max_length",
    ),
    "number_input": _typed(
        {"is_decimal_allowed": Flag(), "min_value": _NUMBER, "max_value": _NUMBER}, required=("is_decimal_allowed",)
    ),
    "email_text_input": _typed({}),
    "url_text_input": _typed({}),
    "image": IMAGE_ELEMENT,
}


OFFERED = Either(
    ObjectOf({"options": ListOf(_MENU_OPTION, 100, least=0), "option_groups": ListOf(_GROUP, 100, least=0)}),
    ("options", "option_groups"),
)

# Elements that stand in input blocks alone.
_FOR_INPUT = ("plain_text_input", "number_input", "email_text_input", "url_text_input")


def _all_but(*kinds: str) -> Variant:
    return Variant({kind: rule for kind, rule in ELEMENTS.items() if kind not in kinds})


def _block(fields: dict[str, Rule], required: tuple[str, ...] = (), one_of: tuple[str, ...] = ()) -> ObjectOf:
    return ObjectOf({"type": _KIND, "block_id": _ID, **fields}, required, one_of)


_RICH_TEXT_PARTS = Variant(
    {
        kind: ObjectOf(
            {
                "type": _KIND,
                "elements": ListOf(Anything(), 10**6, least=0),
                "style": Anything(),
                "indent": Whole(0, 8),
                "offset": Whole(0, 10**6),
                "border": Whole(0, 1),
                "language": Anything(),
            },
            required=("elements",),
        )
        for kind in ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")
    }
)
_RICH_TEXT = _block({"elements": ListOf(_RICH_TEXT_PARTS, 10**6)}, required=("elements",))
_CELL = Variant(
    {
        "raw_text": ObjectOf({"type": _KIND, "text": Characters(1, 3000)}, required=("text",)),
        "rich_text": _RICH_TEXT,
    }
)

LASTING_BLOCKS: dict[str, Rule] = {
    "section": _block(
        {
            "text": Text(3000),
            "fields": ListOf(Text(2000), 10),
            "accessory": _all_but(*_FOR_INPUT),
            "expand": Flag(),
        },
        one_of=("text", "fields"),
    ),
    "context": _block(
        {"elements": ListOf(Variant({"plain_text": Text(3000), "mrkdwn": Text(3000), "image": IMAGE_ELEMENT}), 10)},
        required=("elements",),
    ),
    "actions": _block({"elements": ListOf(_all_but(*_FOR_INPUT, "image"), 25)}, required=("elements",)),
    "divider": _block({}),
    "header": _block({"text": Text(150, _PLAIN)}, required=("text",)),
    "image": _block(
        {
            "image_url": _WEB_ADDRESS,
            "slack_file": Anything(),
            "alt_text": Characters(1, 2000),
            "title": Text(2000, _PLAIN),
        },
        required=("alt_text",),
        one_of=("image_url", "slack_file"),
    ),
    "rich_text": _RICH_TEXT,
    "input": _block(
        {
            "label": Text(2000, _PLAIN),
            "element": _all_but("button", "overflow", "image"),
            "hint": Text(2000, _PLAIN),
            "optional": Flag(),
            "dispatch_action": Flag(),
        },
        required=("label", "element"),
    ),
}

MESSAGE_ONLY_BLOCKS: dict[str, Rule] = {
    "markdown": _block({"text": Characters(1, 12_000)}, required=("text",)),
    "table": _block(
        {"rows": ListOf(ListOf(_CELL, 20), 100), "column_settings": ListOf(Anything(), 20, least=0)},
        required=("rows",),
    ),
}

SURFACES: dict[str, ListOf] = {
    "message": ListOf(Variant(LASTING_BLOCKS | MESSAGE_ONLY_BLOCKS), 50, least=0),
    "modal": ListOf(Variant(LASTING_BLOCKS), 100),
    "home": ListOf(Variant(LASTING_BLOCKS), 100),
}

_VIEW_FIELDS: dict[str, Rule] = {
    "type": _KIND,
    "blocks": Anything(),  # looked at as a surface
    "private_metadata": Characters(0, 3000),
    "callback_id": Characters(0, 255),
    "external_id": Characters(0, 255),
}
_MODAL_FIELDS: dict[str, Rule] = {
    "title": Text(24, _PLAIN),
    "submit": Text(24, _PLAIN),
    "close": Text(24, _PLAIN),
    "clear_on_close": Flag(),
    "notify_on_close": Flag(),
}

VIEWS = Variant(
    {
        "modal": ObjectOf(_VIEW_FIELDS | _MODAL_FIELDS, required=("title", "blocks")),
        "home": ObjectOf(_VIEW_FIELDS, required=("blocks",)),
    }
)
