/* wb-board-state.c: the state that all displays of a board share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-board-state.h"

#include "support/wb-name.h"
#include "wb-message-private.h"

/* A chart in full screen, and the message that set it, which is sent to pages that connect later. */
typedef struct
{
  char   *chart_name;
  GBytes *bytes;
} FullScreen;

struct _WbBoardState
{
  gatomicrefcount  ref_count;
  char            *epoch;
  guint64          revision;
  WbTheme          theme;
  GPtrArray       *full_screen;   /* of FullScreen, the latest last */
};

G_DEFINE_BOXED_TYPE (WbBoardState, wb_board_state, wb_board_state_ref, wb_board_state_unref)

static void
full_screen_free (gpointer data)
{
  FullScreen *entry = data;

  g_free (entry->chart_name);
  g_bytes_unref (entry->bytes);
  g_free (entry);
}

static FullScreen *
full_screen_new (const char *chart_name,
                 GBytes     *bytes)
{
  FullScreen *entry = g_new (FullScreen, 1);

  entry->chart_name = g_strdup (chart_name);
  entry->bytes = g_bytes_ref (bytes);

  return entry;
}

/* The message to send to a page that connects later. */
static FullScreen *
full_screen_new_from_message (const char *chart_name,
                              WbMessage  *message)
{
  g_autoptr (WbMessage) short_one = NULL;

  if (g_bytes_get_size (wb_message_get_bytes (message)) > WB_BOARD_STATE_MAX_MESSAGE)
    message = short_one = wb_message_new_full_screen (chart_name, TRUE);

  return full_screen_new (chart_name, wb_message_get_bytes (message));
}

static gpointer
full_screen_copy (gconstpointer source,
                  gpointer      user_data)
{
  const FullScreen *entry = source;

  return full_screen_new (entry->chart_name, entry->bytes);
}

static gboolean
find_full_screen (WbBoardState *self,
                  const char   *chart_name,
                  guint        *ret_position)
{
  for (guint i = 0; i < self->full_screen->len; i++)
    {
      const FullScreen *entry = g_ptr_array_index (self->full_screen, i);

      if (wb_name_is_same (entry->chart_name, chart_name))
        {
          *ret_position = i;
          return TRUE;
        }
    }

  return FALSE;
}

static WbBoardState *
next_revision (WbBoardState *self)
{
  WbBoardState *next = wb_board_state_new (self->epoch);

  next->revision = self->revision + 1;
  next->theme = self->theme;
  g_ptr_array_unref (next->full_screen);
  next->full_screen = g_ptr_array_copy (self->full_screen, full_screen_copy, NULL);

  return next;
}

static WbBoardState *
apply_theme_change (WbBoardState *self,
                    WbMessage    *message)
{
  WbBoardState *next;
  WbTheme theme;

  if (!wb_message_get_theme (message, &theme))
    theme = wb_theme_other (self->theme);
  if (theme == self->theme)
    return wb_board_state_ref (self);

  next = next_revision (self);
  next->theme = theme;

  return next;
}

/* Chooses the chart that a new one replaces at the limit: the oldest unknown one, or else, if the new one is
 * known, the oldest one. Returns FALSE below the limit. */
static gboolean
find_dispensable (WbBoardState     *self,
                  const char       *chart_name,
                  WbBoardStateFunc  is_known,
                  gpointer          user_data,
                  guint            *ret_position)
{
  for (guint i = 0; is_known != NULL && i < self->full_screen->len; i++)
    {
      const FullScreen *entry = g_ptr_array_index (self->full_screen, i);

      if (!is_known (entry->chart_name, user_data))
        {
          *ret_position = i;
          return TRUE;
        }
    }

  *ret_position = 0;
  return is_known == NULL || is_known (chart_name, user_data);
}

static WbBoardState *
apply_full_screen (WbBoardState     *self,
                   WbMessage        *message,
                   WbBoardStateFunc  is_known,
                   gpointer          user_data)
{
  const char *chart_name = wb_message_get_chart_name (message);
  gboolean wanted = wb_message_get_full_screen (message);
  guint position = 0;
  gboolean is, is_full;
  WbBoardState *next;

  if (!wb_name_is_valid (chart_name))
    return wb_board_state_ref (self);

  is = find_full_screen (self, chart_name, &position);
  is_full = self->full_screen->len == WB_BOARD_STATE_MAX_FULL_SCREEN;
  if (is == wanted)
    return wb_board_state_ref (self);
  if (wanted && is_full && !find_dispensable (self, chart_name, is_known, user_data, &position))
    return wb_board_state_ref (self);

  next = next_revision (self);
  if (!wanted || is_full)
    g_ptr_array_remove_index (next->full_screen, position);
  if (wanted)
    g_ptr_array_add (next->full_screen, full_screen_new_from_message (chart_name, message));

  return next;
}

/* The snapshot in a welcome. Repeated charts and those beyond the limit are dropped. */
WbBoardState *
wb_board_state_new_snapshot (const char         *epoch,
                             guint64             revision,
                             WbTheme             theme,
                             const char * const *full_screen,
                             guint               n_full_screen)
{
  WbBoardState *self = wb_board_state_new (epoch);
  guint position;

  self->revision = revision;
  self->theme = theme;

  for (guint i = 0; i < n_full_screen && i < WB_BOARD_STATE_MAX_FULL_SCREEN; i++)
    {
      g_autoptr (WbMessage) message = wb_message_new_full_screen (full_screen[i], TRUE);

      if (!find_full_screen (self, full_screen[i], &position))
        g_ptr_array_add (self->full_screen, full_screen_new (full_screen[i], wb_message_get_bytes (message)));
    }

  return self;
}

/**
 * wb_board_state_new:
 * @epoch: (nullable): an identifier of the run of the server that owns the
 *   state; revisions are comparable within one epoch only
 *
 * Returns: (transfer full): the initial state of a legacy page: dark, no chart
 *   in full screen, revision 0
 */
WbBoardState *
wb_board_state_new (const char *epoch)
{
  WbBoardState *self = g_new0 (WbBoardState, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->epoch = g_strdup (epoch != NULL ? epoch : "");
  self->full_screen = g_ptr_array_new_with_free_func (full_screen_free);

  return self;
}

WbBoardState *
wb_board_state_ref (WbBoardState *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
wb_board_state_unref (WbBoardState *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->epoch);
  g_ptr_array_unref (self->full_screen);
  g_free (self);
}

/**
 * wb_board_state_renew:
 * @self: a state
 * @epoch: an identifier of the run of the server that owns the new state
 *
 * Makes the initial state of a server from one that an earlier run saved: the
 * same board with the next revision, in another epoch. The earlier run may have
 * made changes that it could not save, so its revisions are not comparable.
 *
 * Returns: (transfer full): a state
 */
WbBoardState *
wb_board_state_renew (WbBoardState *self,
                      const char   *epoch)
{
  WbBoardState *next;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (epoch != NULL, NULL);

  next = next_revision (self);
  g_free (next->epoch);
  next->epoch = g_strdup (epoch);

  return next;
}

/**
 * wb_board_state_apply:
 * @self: a state
 * @message: any message
 *
 * Makes the state after a message was sent to all displays.
 *
 * A themeChange by name sets the theme, any other toggles it. A fullScreen adds
 * its chart as the latest, or removes it; if there are
 * %WB_BOARD_STATE_MAX_FULL_SCREEN already, it replaces the oldest. One whose name
 * is not valid, and any other message, changes nothing.
 *
 * Returns: (transfer full): the next state, with the next revision, or @self
 *   itself if nothing changes
 */
WbBoardState *
wb_board_state_apply (WbBoardState *self,
                      WbMessage    *message)
{
  return wb_board_state_apply_known (self, message, NULL, NULL);
}

/**
 * wb_board_state_apply_known:
 * @self: a state
 * @message: any message
 * @is_known: (nullable) (scope call): tells whether a chart exists
 * @user_data: data for @is_known
 *
 * Does what wb_board_state_apply() does, but unknown charts are replaced first,
 * and do not replace known ones. So invented names do not remove a chart from
 * the screen.
 *
 * Returns: (transfer full): the next state, with the next revision, or @self
 *   itself if nothing changes
 */
WbBoardState *
wb_board_state_apply_known (WbBoardState     *self,
                            WbMessage        *message,
                            WbBoardStateFunc  is_known,
                            gpointer          user_data)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (message != NULL, NULL);

  switch ((int) wb_message_get_kind (message))
    {
    case WB_MESSAGE_THEME_CHANGE:
      return apply_theme_change (self, message);
    case WB_MESSAGE_FULL_SCREEN:
      return apply_full_screen (self, message, is_known, user_data);
    default:
      return wb_board_state_ref (self);
    }
}

WbTheme
wb_board_state_get_theme (WbBoardState *self)
{
  g_return_val_if_fail (self != NULL, WB_THEME_DARK);

  return self->theme;
}

/**
 * wb_board_state_get_revision:
 * @self: a state
 *
 * Returns: the number of changes in the epoch
 */
guint64
wb_board_state_get_revision (WbBoardState *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->revision;
}

/**
 * wb_board_state_get_epoch:
 * @self: a state
 *
 * Returns: (transfer none): the epoch that the revision counts in, empty for a
 *   state without a server
 */
const char *
wb_board_state_get_epoch (WbBoardState *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->epoch;
}

/**
 * wb_board_state_get_n_full_screen:
 * @self: a state
 *
 * Returns: how many charts are in full screen, at most
 *   %WB_BOARD_STATE_MAX_FULL_SCREEN
 */
guint
wb_board_state_get_n_full_screen (WbBoardState *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->full_screen->len;
}

/**
 * wb_board_state_get_full_screen:
 * @self: a state
 * @position: less than wb_board_state_get_n_full_screen()
 *
 * Returns: (transfer none): the name of a chart in full screen, in the order of
 *   the messages: the last one covers the others
 */
const char *
wb_board_state_get_full_screen (WbBoardState *self,
                                guint         position)
{
  const FullScreen *entry;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->full_screen->len, NULL);

  entry = g_ptr_array_index (self->full_screen, position);

  return entry->chart_name;
}

gboolean
wb_board_state_is_full_screen (WbBoardState *self,
                               const char   *chart_name)
{
  guint position;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (chart_name != NULL, FALSE);

  return find_full_screen (self, chart_name, &position);
}

/**
 * wb_board_state_list_missed:
 * @self: a state
 *
 * Lists the messages that bring a legacy page from its initial state to this
 * one: the fullScreen messages in force, byte for byte unless one is longer than
 * %WB_BOARD_STATE_MAX_MESSAGE, and a toggle of the theme unless the board is dark
 * (docs/protocol.md, late joiners).
 *
 * Returns: (transfer full) (element-type GBytes): texts of frames, in order
 */
GPtrArray *
wb_board_state_list_missed (WbBoardState *self)
{
  GPtrArray *missed;

  g_return_val_if_fail (self != NULL, NULL);

  missed = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < self->full_screen->len; i++)
    {
      const FullScreen *entry = g_ptr_array_index (self->full_screen, i);

      g_ptr_array_add (missed, g_bytes_ref (entry->bytes));
    }

  if (self->theme != WB_THEME_DARK)
    {
      g_autoptr (WbMessage) toggle = wb_message_new_theme_toggle ();

      g_ptr_array_add (missed, g_bytes_ref (wb_message_get_bytes (toggle)));
    }

  return missed;
}
