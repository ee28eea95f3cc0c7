"""Adapters to the systems that carry picture and sound (Videosysteme). See docs/video.md."""

from meetings.video.base import MediaState, VideoAdapter, VideoFault, VideoPerson, VideoRole
from meetings.video.systems import has_video, system_of

__all__ = ["MediaState", "VideoAdapter", "VideoFault", "VideoPerson", "VideoRole", "has_video", "system_of"]
