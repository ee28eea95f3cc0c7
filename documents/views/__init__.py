"""HTTP for the documents room: fetch through a selector, call one service, or render."""
