"""HTTP for the agenda room: fetch through a selector, call one service, render."""
