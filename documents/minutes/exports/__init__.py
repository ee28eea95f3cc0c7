"""The minutes as PDF. It reads what `content` collected, and writes nothing."""
