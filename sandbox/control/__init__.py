"""The control API: JSON over HTTP with which tests and scripts act as people and read what people see."""

from sandbox.control.routes import control_routes

__all__ = ["control_routes"]
