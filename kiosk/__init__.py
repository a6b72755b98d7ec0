"""The checkpoint kiosk: from a code held up to a decided, durable entry."""
