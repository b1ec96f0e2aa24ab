"""test-long-texts.py: texts that are longer than in English, and small windows.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import wb_ui
from wb_ui import Picture, wait


class LongTexts(wb_ui.TestCase):
    """A title that is too long for its card takes a second line, and is not cut."""

    def check(self, locale, samples, long, short):
        board = self.board('--server', self.server(wb_ui.SAMPLES / samples).uri, env=self.use_locale(locale))
        board.wait_for('label', short)
        board.place(0, 0, 1024, 768)
        Picture.steady(board.get_board_box()).save(f'fit-{locale}')
        line = board.get_extents(board.wait_for('label', short))[3]
        for title in long:
            wait(lambda title=title: board.get_extents(board.wait_for('label', title))[3] > 1.2 * line,
                 f'two lines of “{title}”')

    def test_german(self):
        self.check('de_DE', 'en', ('Umsatz nach Händler', 'Bestand und Absatz'), 'Umsatz nach Region')

    def test_arabic(self):
        self.check('ar_EG', 'ar', ('المبيعات حسب البائع', 'المخزون والمبيعات'), 'المبيعات حسب المنطقة')


if __name__ == '__main__':
    wb_ui.main()
