/* wb-asked-names.c: which datasets a server may be asked for, and when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-asked-names.h"

#include "support/wb-name.h"

/* How long a name that is requested alone waits for the answers to the others, in microseconds. */
#define TURN (2 * G_USEC_PER_SEC)

/* How long after a request the end of the connection is blamed on it, in microseconds. */
#define BLAME (5 * G_USEC_PER_SEC)

/* How long a name that ended the connection is not requested, in seconds: the server may have the file since,
 * or may have ended for another reason. */
#define ENDED_SECONDS (24 * 60 * 60)

#define KNOWN "known"
#define ENDED "ended"

typedef struct
{
  char     *name;
  gboolean  wanted;

  /* What is remembered of the server: whether it has answered to the name, and when it ended the connection
   * on it, in seconds since 1970, 0 for never. */
  gboolean  known;
  gint64    ended;
  guint     n_blamed; /* since the last answer */

  /* On this connection: whether it was given out to be requested, and with others or alone; when it was sent,
   * in monotonic microseconds, 0 for not yet; whether there was an answer. */
  gboolean  given;
  gboolean  alone;
  gint64    sent;
  gboolean  answered;
} Name;

struct _WbAskedNames
{
  GPtrArray *names;     /* of Name, in the order of need */
  gint64     patience;  /* how long to wait for an answer, in microseconds */
  gint64     turn_over; /* how long to wait before the other name of the dataset is tried, in microseconds */
  gboolean   welcomed;
  gboolean   careful;   /* the last connection ended on one of several requests */
};

static void
name_free (gpointer data)
{
  Name *name = data;

  g_free (name->name);
  g_free (name);
}

static Name *
find (WbAskedNames *self,
      const char   *name)
{
  for (guint i = 0; name != NULL && i < self->names->len; i++)
    if (g_str_equal (((Name *) g_ptr_array_index (self->names, i))->name, name))
      return g_ptr_array_index (self->names, i);

  return NULL;
}

static Name *
find_or_add (WbAskedNames *self,
             const char   *name)
{
  Name *found = find (self, name);

  if (found == NULL)
    {
      found = g_new0 (Name, 1);
      found->name = g_strdup (name);
      g_ptr_array_add (self->names, found);
    }

  return found;
}

static void
start_anew (Name *name)
{
  name->given = FALSE;
  name->alone = FALSE;
  name->sent = 0;
  name->answered = FALSE;
}

static gboolean
has_ended (const Name *name)
{
  return name->ended > 0 && g_get_real_time () / G_USEC_PER_SEC - name->ended < ENDED_SECONDS;
}

static gboolean
is_pending (const Name *name)
{
  return name->given && !name->answered;
}

static gboolean
is_recent (const Name *name,
           gint64      now,
           gint64      interval)
{
  return is_pending (name) && (name->sent == 0 || now - name->sent < interval);
}

/* The names under which a dataset may be requested, the better one first. Returns their number. */
static guint
list_candidates (WbAskedNames *self,
                 Name         *name,
                 Name         *ret_names[2])
{
  const char *other_name = self->welcomed ? NULL : wb_name_get_other (name->name);
  Name *other = other_name != NULL ? find_or_add (self, other_name) : NULL;
  gboolean swap;

  ret_names[0] = name;
  if (other == NULL || other->wanted)
    return 1;

  swap = other->known && !name->known;
  ret_names[0] = swap ? other : name;
  ret_names[1] = swap ? name : other;

  return 2;
}

/* The name under which to request a dataset now, or NULL. */
static Name *
choose (WbAskedNames *self,
        Name         *name,
        gint64        now)
{
  Name *candidates[2];
  guint n = list_candidates (self, name, candidates);

  for (guint i = 0; i < n; i++)
    {
      if (candidates[i]->answered || is_recent (candidates[i], now, self->turn_over))
        return NULL;
      if (!candidates[i]->given && !has_ended (candidates[i]))
        return candidates[i];
    }

  return NULL;
}

/* In which of three rounds a name is requested: with others, alone, or alone and last. */
static guint
get_round (WbAskedNames *self,
           const Name   *name)
{
  if (self->welcomed || (name->known && name->n_blamed == 0))
    return 0;
  if (wb_name_get_other (name->name) != NULL)
    return 2;

  return self->careful || name->n_blamed > 0 ? 1 : 0;
}

/* Whether an answer is awaited before the next name is requested. */
static gboolean
must_wait (WbAskedNames *self,
           guint         round,
           gint64        now)
{
  for (guint i = 0; !self->welcomed && i < self->names->len; i++)
    {
      const Name *name = g_ptr_array_index (self->names, i);

      if (is_recent (name, now, TURN) && (round > 0 || name->alone))
        return TRUE;
    }

  return FALSE;
}

/* A server may also have been restarted just then. A name gets a second chance, unless there is another one
 * and the server has never answered to it. Returns whether there is something new to remember. */
static gboolean
blame (Name *name)
{
  guint n_chances = name->known || wb_name_get_other (name->name) == NULL ? 2 : 1;

  name->n_blamed++;
  if (name->n_blamed < n_chances)
    return FALSE;

  name->ended = MAX (g_get_real_time () / G_USEC_PER_SEC, 1);
  name->known = FALSE;

  return TRUE;
}

WbAskedNames *
wb_asked_names_new (void)
{
  WbAskedNames *self = g_new0 (WbAskedNames, 1);

  self->names = g_ptr_array_new_with_free_func (name_free);

  return self;
}

void
wb_asked_names_free (WbAskedNames *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->names);
  g_free (self);
}

/**
 * wb_asked_names_set_patience:
 * @self: names
 * @answer: milliseconds after which a request counts as not answered
 * @other_name: milliseconds after which the other name of the dataset is
 *   requested, if it has one
 *
 * Sets how long to wait for an answer.
 */
void
wb_asked_names_set_patience (WbAskedNames *self,
                             guint         answer,
                             guint         other_name)
{
  g_return_if_fail (self != NULL);

  self->patience = (gint64) answer * 1000;
  self->turn_over = (gint64) other_name * 1000;
}

/**
 * wb_asked_names_begin:
 * @self: names
 *
 * Starts a new connection, on which no name is wanted yet.
 */
void
wb_asked_names_begin (WbAskedNames *self)
{
  g_return_if_fail (self != NULL);

  self->welcomed = FALSE;
  for (guint i = 0; i < self->names->len; i++)
    {
      Name *name = g_ptr_array_index (self->names, i);

      start_anew (name);
      name->wanted = FALSE;
    }
}

/**
 * wb_asked_names_welcome:
 * @self: names
 *
 * Notes that the server sent a welcome, and so may be asked for anything.
 */
void
wb_asked_names_welcome (WbAskedNames *self)
{
  g_return_if_fail (self != NULL);

  self->welcomed = TRUE;
  self->careful = FALSE;
  for (guint i = 0; i < self->names->len; i++)
    ((Name *) g_ptr_array_index (self->names, i))->ended = 0;
}

/**
 * wb_asked_names_end:
 * @self: names
 * @now: the monotonic time, in microseconds
 *
 * Notes that the server ended the connection. A name that was the only one
 * without an answer is blamed for it; several, unless they are many, are requested
 * one by one on the next connection.
 *
 * Returns: whether there is something new to remember
 */
gboolean
wb_asked_names_end (WbAskedNames *self,
                    gint64        now)
{
  Name *suspect = NULL;
  guint n_suspects = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  /* What was requested alone came after the answers to all others. */
  for (guint i = 0; !self->welcomed && i < self->names->len; i++)
    {
      Name *name = g_ptr_array_index (self->names, i);

      if (name->sent == 0 || !is_recent (name, now, BLAME))
        continue;

      n_suspects++;
      if (suspect == NULL || name->alone)
        suspect = name;
    }

  if (suspect == NULL)
    return FALSE;

  if (suspect->alone || n_suspects == 1)
    return blame (suspect);

  /* A board asks a legacy server for its charts only; one by one, more names would take too long. */
  if (n_suspects > WB_N_CHARTS)
    return FALSE;

  self->careful = TRUE;
  for (guint i = 0; i < self->names->len; i++)
    {
      Name *name = g_ptr_array_index (self->names, i);

      name->known = name->known && !is_pending (name);
    }

  return TRUE;
}

/**
 * wb_asked_names_want:
 * @self: names
 * @name: the name of a dataset
 *
 * Adds a name to those to be requested on this connection, once more if it was
 * requested already.
 */
void
wb_asked_names_want (WbAskedNames *self,
                     const char   *name)
{
  Name *wanted;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  wanted = find_or_add (self, name);
  wanted->wanted = TRUE;
  start_anew (wanted);
}

/**
 * wb_asked_names_drop:
 * @self: names
 * @name: the name of a dataset
 *
 * Notes that a name is not wanted any more.
 */
void
wb_asked_names_drop (WbAskedNames *self,
                     const char   *name)
{
  Name *dropped;

  g_return_if_fail (self != NULL);

  dropped = find (self, name);
  if (dropped != NULL)
    dropped->wanted = FALSE;
}

/**
 * wb_asked_names_next:
 * @self: names
 * @now: the monotonic time, in microseconds
 *
 * Gives out the next name to be requested: a wanted one, or the other name of its
 * dataset.
 *
 * Returns: (transfer none) (nullable): the name, or %NULL for now
 */
const char *
wb_asked_names_next (WbAskedNames *self,
                     gint64        now)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint round = 0; round <= 2 && !must_wait (self, round, now); round++)
    for (guint i = 0; i < self->names->len; i++)
      {
        Name *name = g_ptr_array_index (self->names, i);
        Name *chosen = name->wanted ? choose (self, name, now) : NULL;

        if (chosen == NULL || get_round (self, chosen) != round)
          continue;

        start_anew (chosen);
        chosen->given = TRUE;
        chosen->alone = round > 0;
        return chosen->name;
      }

  return NULL;
}

/**
 * wb_asked_names_sent:
 * @self: names
 * @name: a name that was given out
 * @now: the monotonic time, in microseconds
 *
 * Notes that the request for a name was sent.
 */
void
wb_asked_names_sent (WbAskedNames *self,
                     const char   *name,
                     gint64        now)
{
  Name *sent;

  g_return_if_fail (self != NULL);

  sent = find (self, name);
  if (sent != NULL)
    sent->sent = now;
}

/**
 * wb_asked_names_answered:
 * @self: names
 * @name: the name of a dataset
 *
 * Notes an answer of the server.
 *
 * Returns: whether there is something new to remember
 */
gboolean
wb_asked_names_answered (WbAskedNames *self,
                         const char   *name)
{
  Name *answered;
  gboolean is_new;

  g_return_val_if_fail (self != NULL, FALSE);

  answered = find (self, name);
  if (answered == NULL)
    return FALSE;

  is_new = !answered->known || answered->ended != 0;
  answered->answered = TRUE;
  answered->known = TRUE;
  answered->ended = 0;
  answered->n_blamed = 0;

  return is_new;
}

/**
 * wb_asked_names_get_trouble:
 * @self: names
 * @name: the name of a dataset
 * @now: the monotonic time, in microseconds
 *
 * Returns: why there was no answer on this connection
 */
WbAskedTrouble
wb_asked_names_get_trouble (WbAskedNames *self,
                            const char   *name,
                            gint64        now)
{
  Name *candidates[2];
  guint n, n_ended = 0;
  gboolean is_silent = FALSE;
  Name *wanted;

  g_return_val_if_fail (self != NULL, WB_ASKED_FINE);

  wanted = find (self, name);
  if (wanted == NULL || !wanted->wanted)
    return WB_ASKED_FINE;

  n = list_candidates (self, wanted, candidates);
  for (guint i = 0; i < n; i++)
    {
      if (candidates[i]->answered)
        return WB_ASKED_FINE;
      is_silent |= is_pending (candidates[i]) && !is_recent (candidates[i], now, self->patience);
      n_ended += !candidates[i]->given && has_ended (candidates[i]);
    }

  return n_ended == n ? WB_ASKED_ENDED : is_silent ? WB_ASKED_SILENT : WB_ASKED_FINE;
}

/**
 * wb_asked_names_get_due:
 * @self: names
 * @now: the monotonic time, in microseconds
 *
 * Returns: when wb_asked_names_next() or wb_asked_names_get_trouble() may give
 *   something else without an answer, or 0 for never
 */
gint64
wb_asked_names_get_due (WbAskedNames *self,
                        gint64        now)
{
  gint64 due = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->names->len; i++)
    {
      const Name *name = g_ptr_array_index (self->names, i);
      const gint64 times[] = { name->sent + TURN, name->sent + self->turn_over, name->sent + self->patience };

      for (gsize k = 0; is_pending (name) && name->sent > 0 && k < G_N_ELEMENTS (times); k++)
        if (times[k] > now && (due == 0 || times[k] < due))
          due = times[k];
    }

  return due;
}

/**
 * wb_asked_names_append:
 * @self: names
 * @text: a text to append to
 *
 * Appends what is to be remembered of the server, in lines for
 * wb_asked_names_load().
 */
void
wb_asked_names_append (WbAskedNames *self,
                       GString      *text)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  for (guint i = 0; i < self->names->len; i++)
    {
      const Name *name = g_ptr_array_index (self->names, i);

      if (name->ended > 0)
        g_string_append_printf (text, ENDED " %s %" G_GINT64_FORMAT "\n", name->name, name->ended);
      else if (name->known && wb_name_get_other (name->name) != NULL)
        g_string_append_printf (text, KNOWN " %s\n", name->name);
    }
}

/**
 * wb_asked_names_load:
 * @self: names
 * @line: a line of wb_asked_names_append(); any other is ignored
 *
 * Restores what was remembered of the server.
 */
void
wb_asked_names_load (WbAskedNames *self,
                     const char   *line)
{
  g_auto (GStrv) words = NULL;
  guint n;

  g_return_if_fail (self != NULL);
  g_return_if_fail (line != NULL);

  words = g_strsplit (line, " ", 4);
  n = g_strv_length (words);
  if (n < 2 || !wb_name_is_valid (words[1]))
    return;

  if (n == 2 && g_str_equal (words[0], KNOWN))
    find_or_add (self, words[1])->known = TRUE;
  else if (n == 3 && g_str_equal (words[0], ENDED))
    find_or_add (self, words[1])->ended = MAX (g_ascii_strtoll (words[2], NULL, 10), 0);
}
