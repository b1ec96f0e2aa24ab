"""drag-files.py FILE…: a small window from which the files can be dragged, as from a file manager.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import sys
from pathlib import Path

import gi

gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, GLib, Gtk  # noqa: E402


def main():
    Gtk.init()
    uris = ''.join(f'{Path(name).absolute().as_uri()}\r\n' for name in sys.argv[1:])
    window = Gtk.Window(title='Files', default_width=200, default_height=100)
    source = Gtk.DragSource(actions=Gdk.DragAction.COPY,
                            content=Gdk.ContentProvider.new_for_bytes('text/uri-list', GLib.Bytes.new(uris.encode())))
    source.connect('drag-end', lambda *_: print('dropped', flush=True))
    label = Gtk.Label(label='Files')
    label.add_controller(source)
    window.set_child(label)
    loop = GLib.MainLoop()
    window.connect('close-request', lambda _: loop.quit())
    window.present()
    print('ready', flush=True)
    loop.run()


main()
