/* raw-peer.h: a peer that speaks in bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  RAW_CONTINUATION = 0x0,
  RAW_TEXT = 0x1,
  RAW_BINARY = 0x2,
  RAW_CLOSE = 0x8,
  RAW_PING = 0x9,
  RAW_PONG = 0xA,
  RAW_FIN = 0x80,
} RawOpcode;

/* A connection to a server in this thread: all waiting here runs the main context. */
typedef struct _RawPeer RawPeer;

typedef struct
{
  guint  status;
  char  *head;
  char  *body;
} RawReply;

typedef struct
{
  guint   opcode;
  gsize   length;
  char   *payload; /* zero-terminated besides */
} RawFrame;

typedef gboolean (*RawCondition) (gpointer user_data);

/* How many times as long as usual everything may take: WALLBOARD_PATIENCE, and more with a sanitizer. */
guint     raw_get_slowness      (void);

/* How long anything may take, in milliseconds, before the test fails. */
guint     raw_get_patience      (void);
void      raw_wait_until        (RawCondition  condition,
                                 gpointer      user_data);

/* For the end of a program that used TLS: ends the threads that are kept for reuse. */
void      raw_let_threads_end   (void);

RawPeer  *raw_peer_connect      (const char   *uri);
RawPeer  *raw_peer_connect_from (const char   *uri,
                                 const char   *source,
                                 int           receive_buffer);
void      raw_peer_free         (RawPeer      *self);
void      raw_peer_write        (RawPeer      *self,
                                 const void   *bytes,
                                 gsize         length);
gsize     raw_peer_write_some   (RawPeer      *self,
                                 const void   *bytes,
                                 gsize         length);
void      raw_peer_wait_for_more (RawPeer      *self);
const guint8 *
          raw_peer_peek         (RawPeer      *self,
                                 gsize         length);
void      raw_peer_skip         (RawPeer      *self,
                                 gsize         length);
gboolean  raw_peer_is_cut_off   (RawPeer      *self);
gsize     raw_peer_drain        (RawPeer      *self);
gboolean  raw_peer_read_some    (RawPeer      *self,
                                 gsize         size);
gboolean  raw_peer_encrypt      (RawPeer      *self);
GTlsCertificate *
          raw_peer_get_certificate (RawPeer   *self);

RawReply *raw_peer_read_reply   (RawPeer      *self,
                                 gboolean      has_body);
RawReply *raw_request           (const char   *uri,
                                 const char   *method,
                                 const char   *path,
                                 const char   *headers);
char     *raw_reply_dup_header  (RawReply     *reply,
                                 const char   *name);
void      raw_reply_free        (RawReply     *reply);

RawReply *raw_peer_shake_hands  (RawPeer      *self,
                                 const char   *path,
                                 const char   *headers);
RawPeer  *raw_peer_open         (const char   *uri,
                                 const char   *headers);
void      raw_peer_send_frame   (RawPeer      *self,
                                 guint8        first,
                                 const void   *payload,
                                 gsize         length);
void      raw_peer_send         (RawPeer      *self,
                                 const char   *text);
RawFrame *raw_peer_receive      (RawPeer      *self);
char     *raw_peer_receive_text (RawPeer      *self);
void      raw_frame_free        (RawFrame     *frame);

void      raw_peer_assert_text  (RawPeer      *self,
                                 const char   *expected);
void      raw_peer_assert_idle  (RawPeer      *self);
char     *raw_peer_assert_close (RawPeer      *self,
                                 guint         code);
guint     raw_peer_count_until_close (RawPeer *self,
                                      guint    code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawPeer, raw_peer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawReply, raw_reply_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawFrame, raw_frame_free)

G_END_DECLS
