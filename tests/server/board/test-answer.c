/* test-answer.c: what a change and a request cost, in lookups and in frames
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "board/wb-answer.h"
#include "server-fixture.h"

#define GET_SELLER \
  "{\"action\":\"getData\",\"socketType\":\"sellerData\"," \
  "\"chartName\":\"seller\",\"value\":\"\"}"
#define GET_AGAIN "{\"action\":\"getData\",\"socketType\":\"again\",\"chartName\":\"seller\",\"value\":\"\"}"
#define ANSWER \
  "{\"action\":\"getData\",\"socketType\":\"sellerData\",\"chartName\":\"seller\",\"value\":\"\"," \
  "\"data\":"

/* A source with one dataset, “seller”, that counts how often it is asked for. */
typedef struct
{
  GObject parent_instance;

  WbSnapshot *snapshot;
  guint       n_loads;
} CountingSource;

typedef GObjectClass CountingSourceClass;

static void source_iface_init (WbSourceInterface *iface);
static GType counting_source_get_type (void);

G_DEFINE_TYPE_WITH_CODE (CountingSource, counting_source, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (WB_TYPE_SOURCE, source_iface_init))

static char **
counting_source_list (WbSource *source)
{
  const char *const names[] = { "seller", NULL };

  return g_strdupv ((char **) names);
}

static WbSnapshot *
counting_source_load (WbSource   *source,
                      const char *name)
{
  CountingSource *self = (CountingSource *) source;

  self->n_loads++;

  return g_str_equal (name, "seller") ? wb_snapshot_ref (self->snapshot) : NULL;
}

/* All datasets are known. */
static gboolean
counting_source_look_up (WbSource   *source,
                         const char *name,
                         const char *other_name)
{
  return FALSE;
}

static void
source_iface_init (WbSourceInterface *iface)
{
  iface->list = counting_source_list;
  iface->load = counting_source_load;
  iface->look_up = counting_source_look_up;
}

static void
counting_source_set (CountingSource *self,
                     const char     *text,
                     guint64         version,
                     const char     *problem)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  g_clear_pointer (&self->snapshot, wb_snapshot_unref);
  self->snapshot = wb_snapshot_new (bytes, version, problem);
}

static void
counting_source_finalize (GObject *object)
{
  wb_snapshot_unref (((CountingSource *) object)->snapshot);

  G_OBJECT_CLASS (counting_source_parent_class)->finalize (object);
}

static void
counting_source_class_init (CountingSourceClass *klass)
{
  klass->finalize = counting_source_finalize;
}

static void
counting_source_init (CountingSource *self)
{
  counting_source_set (self, "[1]", 1, NULL);
}

static WbMessage *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  WbMessage *message = wb_message_parse (bytes, &error);

  g_assert_no_error (error);

  return message;
}

/* A thousand displays of one kind cost one lookup and one frame. */
static void
test_shared (void)
{
  g_autoptr (GObject) source = g_object_new (counting_source_get_type (), NULL);
  g_autoptr (WbAnswers) answers = wb_answers_new (WB_SOURCE (source));
  g_autoptr (WbMessage) first_request = parse (GET_SELLER);
  g_autoptr (WbWebsocketFrame) first = wb_answers_get_frame (answers, first_request, TRUE);

  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (WbMessage) request = parse (GET_SELLER);
      g_autoptr (WbWebsocketFrame) frame = wb_answers_get_frame (answers, request, TRUE);

      g_assert_true (frame == first);
    }

  g_assert_cmpuint (((CountingSource *) source)->n_loads, ==, 1);
}

/* Each client gets its own request back, and only one that speaks wallboard.v1 an error. */
static void
test_not_shared (void)
{
  g_autoptr (GObject) source = g_object_new (counting_source_get_type (), NULL);
  g_autoptr (WbAnswers) answers = wb_answers_new (WB_SOURCE (source));
  g_autoptr (WbMessage) request = parse (GET_SELLER);
  g_autoptr (WbMessage) other_request = parse (GET_AGAIN);
  g_autoptr (WbWebsocketFrame) v1 = NULL;
  g_autoptr (WbWebsocketFrame) legacy = NULL;
  g_autoptr (WbWebsocketFrame) other = NULL;

  counting_source_set ((CountingSource *) source, "[1]", 1, "broken");
  v1 = wb_answers_get_frame (answers, request, TRUE);
  legacy = wb_answers_get_frame (answers, request, FALSE);
  other = wb_answers_get_frame (answers, other_request, TRUE);
  g_assert_cmpuint (wb_websocket_frame_get_size (v1), ==,
                    wb_websocket_frame_get_size (legacy) + strlen (",\"error\":\"broken\""));
  g_assert_cmpuint (wb_websocket_frame_get_size (v1), ==,
                    wb_websocket_frame_get_size (other) + strlen ("sellerData") - strlen ("again"));
  g_assert_cmpuint (((CountingSource *) source)->n_loads, ==, 1);
}

/* Answers that are not kept are built again. */
static void
test_many_kinds (void)
{
  g_autoptr (GObject) source = g_object_new (counting_source_get_type (), NULL);
  g_autoptr (WbAnswers) answers = wb_answers_new (WB_SOURCE (source));

  for (guint i = 0; i < 200; i++)
    {
      guint kind = i % 100 + 100;
      g_autofree char *text =
        g_strdup_printf ("{\"action\":\"getData\",\"socketType\":\"%u\",\"chartName\":\"seller\"}", kind);
      g_autoptr (WbMessage) request = parse (text);
      g_autoptr (WbWebsocketFrame) frame = wb_answers_get_frame (answers, request, FALSE);
      struct iovec vectors[WB_WEBSOCKET_MAX_PARTS];
      g_autofree char *start = g_strdup_printf ("\"socketType\":\"%u\"", kind);
      guint n = wb_websocket_frame_gather (frame, 0, vectors, G_N_ELEMENTS (vectors));

      g_assert_cmpuint (n, >=, 1);
      g_assert_nonnull (g_strstr_len (vectors[0].iov_base, (gssize) vectors[0].iov_len, start));
    }

  g_assert_cmpuint (((CountingSource *) source)->n_loads, ==, 1);
}

/* In a server, each request looks a dataset up once, and each change does, for any number of clients. */
static void
test_lookups (ServerFixture *self,
              gconstpointer  data)
{
  RawPeer *peers[20];
  CountingSource *source;
  g_autoptr (GError) error = NULL;

  source = g_object_new (counting_source_get_type (), NULL);
  self->source = WB_SOURCE (source);
  self->server = wb_server_new (self->source);
  wb_server_start (self->server, &self->options, &error);
  g_assert_no_error (error);

  source->n_loads = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (peers); i++)
    {
      peers[i] = server_fixture_open (self, NULL);
      raw_peer_send (peers[i], GET_SELLER);
      raw_peer_assert_text (peers[i], ANSWER "\"[1]\"}");
    }
  g_assert_cmpuint (source->n_loads, ==, G_N_ELEMENTS (peers));

  /* One lookup is for the answers, the other for the metrics. */
  source->n_loads = 0;
  counting_source_set (source, "[2]", 2, NULL);
  wb_source_emit_changed (self->source, "seller");
  g_assert_cmpuint (source->n_loads, ==, 2);
  for (gsize i = 0; i < G_N_ELEMENTS (peers); i++)
    {
      raw_peer_assert_text (peers[i], ANSWER "\"[2]\"}");
      raw_peer_free (peers[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/answer/shared", test_shared);
  g_test_add_func ("/answer/not-shared", test_not_shared);
  g_test_add_func ("/answer/many-kinds", test_many_kinds);
  g_test_add ("/answer/lookups", ServerFixture, NULL, server_fixture_set_up, test_lookups,
              server_fixture_tear_down);

  return g_test_run ();
}
