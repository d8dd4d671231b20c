"""A small window that files can be dragged out of: drag_source.py X Y FILE... It needs python3-gi and gir1.2-gtk-3.0."""

import pathlib
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402


def main() -> None:
    x, y = int(sys.argv[1]), int(sys.argv[2])
    uris = [pathlib.Path(name).resolve().as_uri() for name in sys.argv[3:]]
    window = Gtk.Window(type=Gtk.WindowType.POPUP)
    window.set_default_size(120, 60)
    box = Gtk.EventBox()
    box.add(Gtk.Label(label="drag me"))
    box.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
    box.drag_source_add_uri_targets()
    box.connect("drag-data-get", lambda _w, _c, data, _i, _t: data.set_uris(uris))
    box.connect("drag-end", lambda *_: Gtk.main_quit())
    window.add(box)
    window.show_all()
    window.move(x, y)
    Gtk.main()


main()
