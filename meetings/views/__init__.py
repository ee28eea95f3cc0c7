"""HTTP for the meetings room: fetch through a selector, call one service, or render."""
