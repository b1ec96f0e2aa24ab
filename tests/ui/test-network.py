"""test-network.py: servers that are found in the network, with a stand-in for Avahi on the bus of the test.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import threading

import wb_ui
from gi.repository import Gio, GLib
from wb_ui import SAMPLES, Picture, wait

INTERFACES = '''<node>
<interface name="org.freedesktop.Avahi.Server">
<method name="ServiceBrowserNew"><arg type="i" direction="in"/><arg type="i" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="u" direction="in"/>
<arg type="o" direction="out"/></method>
<method name="ResolveService"><arg type="i" direction="in"/><arg type="i" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="i" direction="in"/><arg type="u" direction="in"/>
<arg type="i" direction="out"/><arg type="i" direction="out"/><arg type="s" direction="out"/>
<arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/>
<arg type="i" direction="out"/><arg type="s" direction="out"/><arg type="q" direction="out"/>
<arg type="aay" direction="out"/><arg type="u" direction="out"/></method>
<method name="EntryGroupNew"><arg type="o" direction="out"/></method>
</interface>
<interface name="org.freedesktop.Avahi.EntryGroup">
<method name="AddService"><arg type="i" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="q" direction="in"/><arg type="aay" direction="in"/></method>
<method name="Commit"/>
</interface></node>'''


class Avahi:
    def __init__(self, port):
        self.port = port
        self.added = []
        self.committed = False
        self.browsed = 0
        self.context = GLib.MainContext()
        self.loop = GLib.MainLoop(self.context)
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        assert self.ready.wait(10)

    def run(self):
        self.context.push_thread_default()
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self.bus = Gio.DBusConnection.new_for_address_sync(os.environ['DBUS_SESSION_BUS_ADDRESS'], flags, None, None)
        server, group = Gio.DBusNodeInfo.new_for_xml(INTERFACES).interfaces
        self.bus.register_object('/', server, self.called, None, None)
        self.bus.register_object('/group', group, self.called, None, None)
        self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'RequestName',
                           GLib.Variant('(su)', ('org.freedesktop.Avahi', 0)), None, 0, -1, None)
        self.ready.set()
        self.loop.run()
        self.bus.close_sync(None)

    def tell(self, signal, name):
        self.bus.emit_signal(None, '/browser', 'org.freedesktop.Avahi.ServiceBrowser', signal,
                             GLib.Variant('(iisssu)', (2, 0, name, '_wallboard._tcp', 'local', 0)))

    def called(self, _bus, _sender, _path, _interface, method, arguments, invocation):
        words = arguments.unpack()
        if method == 'ServiceBrowserNew':
            assert words[2] == '_wallboard._tcp', words
            self.browsed += 1
            # Before the reply, as Avahi may do.
            self.tell('ItemNew', 'Shop <b>floor</b>')
            invocation.return_value(GLib.Variant('(o)', ('/browser',)))
        elif method == 'ResolveService':
            invocation.return_value(GLib.Variant('(iissssisqaayu)', (2, 0, words[2], words[3], words[4], 'shop.local', 0,
                                                                     '127.0.0.1', self.port, [b'x=y'], 0)))
        elif method == 'EntryGroupNew':
            invocation.return_value(GLib.Variant('(o)', ('/group',)))
        elif method == 'AddService':
            self.added.append(words)
            invocation.return_value(None)
        else:
            self.committed = True
            invocation.return_value(None)

    def stop(self):
        self.loop.quit()
        self.thread.join()


class Network(wb_ui.TestCase):
    def avahi(self, port=0):
        avahi = Avahi(port)
        self.addCleanup(avahi.stop)
        return avahi

    def test_found(self):
        """A server that is found is shown with its state, as plain text, can be connected to, and disappears."""
        server = self.server()
        avahi = self.avahi(server.port)
        bus = {'DBUS_SYSTEM_BUS_ADDRESS': os.environ['DBUS_SESSION_BUS_ADDRESS']}
        board = self.board(env=bus)
        board.wait_for('list item', 'Shop <b>floor</b>')
        board.wait_for('label', 'Online')
        Picture.steady(board.get_box()).save('found')
        board.click('list item', 'Shop <b>floor</b>')
        board.wait_live()

        board.choose('Close the Board')
        board.wait_for('list item', 'Shop <b>floor</b>')
        avahi.tell('ItemRemove', 'Shop <b>floor</b>')
        board.wait_gone('list item', 'Shop <b>floor</b>')

    def serve(self, *options):
        env = dict(wb_ui.ENVIRONMENT, DBUS_SYSTEM_BUS_ADDRESS=os.environ['DBUS_SESSION_BUS_ADDRESS'])
        server = self.start(wb_ui.Program(wb_ui.SERVER, '--data', SAMPLES / 'en', '--http', '127.0.0.1:0', *options,
                                          env=env))
        return int(server.expect('ready ').split()[1].rpartition(':')[2])

    def test_advertised(self):
        """A server that other machines can reach is advertised, and one on loopback is not."""
        avahi = self.avahi()
        self.serve('--ws', '127.0.0.1:0')
        port = self.serve('--ws', '0.0.0.0:0', '--allow-anonymous')
        wait(lambda: avahi.committed, 'an entry')
        self.assertEqual([(words[4], words[7]) for words in avahi.added], [('_wallboard._tcp', port)])


if __name__ == '__main__':
    wb_ui.main()
