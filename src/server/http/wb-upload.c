/* wb-upload.c: datasets that come over HTTP
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-upload.h"

#include "common/wb-server-error.h"
#include "file/wb-file.h"
#include "source/wb-dataset-file.h"
#include "support/wb-error.h"
#include "wb-http.h"

/* The most uploads at once, and the most memory for what they bring. */
#define MAX_UPLOADS      256
#define MAX_UPLOAD_BYTES (64 * 1024 * 1024)

/* How much of a body that is too large is read and thrown away, so that a client that sends it to the end
 * learns why. Then the connection is cut. */
#define MAX_DISCARDED (64 * 1024 * 1024)

/* The other methods of a dataset, for Allow. */
#define ALLOW_READ "GET, HEAD, OPTIONS"

struct _WbUploads
{
  WbSource  *source;
  WbMetrics *metrics;
  guint      n_uploads;
  gsize      reserved; /* bytes, for all of them */
};

/* One upload, kept with its message. */
typedef struct
{
  WbUploads         *uploads;
  SoupServerMessage *message; /* not owned */
  gboolean           is_counted;
  char              *name;
  GByteArray        *content;  /* NULL when nothing of it is kept any more */
  gsize              received;
  gsize              reserved; /* of what all uploads may hold */
  const char        *refusal;  /* why nothing is kept */
  guint              status;
  gint64             started;
} Upload;

static const char upload_key[] = "wb-upload";

#define TOO_LARGE "the dataset is larger than 8 MiB; a chart needs far less"
#define TOO_MANY  "too many uploads at once; try again in a moment"

static void
upload_free (gpointer data)
{
  Upload *upload = data;

  if (upload->is_counted)
    upload->uploads->n_uploads--;
  upload->uploads->reserved -= upload->reserved;
  wb_uploads_unref (upload->uploads);
  g_clear_pointer (&upload->content, g_byte_array_unref);
  g_free (upload->name);
  g_free (upload);
}

static Upload *
find_upload (SoupServerMessage *message)
{
  return g_object_get_data (G_OBJECT (message), upload_key);
}

/* Sees to it that an upload may hold so many bytes. */
static gboolean
reserve (Upload *upload,
         gsize   length)
{
  WbUploads *uploads = upload->uploads;

  if (length <= upload->reserved)
    return TRUE;

  if (uploads->reserved - upload->reserved + length > MAX_UPLOAD_BYTES)
    return FALSE;

  uploads->reserved += length - upload->reserved;
  upload->reserved = length;
  return TRUE;
}

/* Keeps nothing of it any longer, whatever else comes. */
static void
give_up (Upload     *upload,
         guint       status,
         const char *reason)
{
  upload->status = status;
  upload->refusal = reason;
  upload->uploads->reserved -= upload->reserved;
  upload->reserved = 0;
  g_clear_pointer (&upload->content, g_byte_array_unref);
}

static void
count_refusal (Upload *upload,
               guint   status)
{
  if (status == SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE)
    wb_metrics_add_refusal (upload->uploads->metrics, WB_REFUSAL_BODY);
  else if (status == SOUP_STATUS_UNPROCESSABLE_ENTITY)
    wb_metrics_add_refusal (upload->uploads->metrics, WB_REFUSAL_DATASET);
}

static void
answer_refusal (Upload *upload)
{
  if (upload->status == SOUP_STATUS_SERVICE_UNAVAILABLE)
    soup_message_headers_replace (soup_server_message_get_response_headers (upload->message),
                                  "Retry-After", "1");
  wb_http_refuse (upload->message, upload->status, upload->refusal);
  count_refusal (upload, upload->status);
  wb_http_add_common_headers (upload->message, upload->started);
}

/* A client that sends far too much would not read an answer, so it is cut off. */
static void
cut_off (SoupServerMessage *message)
{
  g_autoptr (SoupServerMessage) kept = g_object_ref (message);
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  g_object_set_data (G_OBJECT (message), upload_key, NULL);
}

static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              gpointer           user_data)
{
  Upload *upload = find_upload (message);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (chunk, &length);

  if (upload == NULL)
    return;

  upload->received += length;
  if (upload->received > MAX_DISCARDED)
    {
      cut_off (message);
      return;
    }

  if (upload->content != NULL && upload->received > WB_DATASET_FILE_MAX)
    give_up (upload, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, TOO_LARGE);
  if (upload->content != NULL && !reserve (upload, upload->received))
    give_up (upload, SOUP_STATUS_SERVICE_UNAVAILABLE, TOO_MANY);
  if (upload->content != NULL)
    g_byte_array_append (upload->content, bytes, (guint) length);
}

static guint
get_status (const GError *error)
{
  if (error->domain == WB_CORE_ERROR)
    return SOUP_STATUS_UNPROCESSABLE_ENTITY;

  if (error->domain != WB_SERVER_ERROR)
    return SOUP_STATUS_INTERNAL_SERVER_ERROR;

  switch ((WbServerError) error->code)
    {
    case WB_SERVER_ERROR_TOO_LARGE:
      return SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE;
    case WB_SERVER_ERROR_NO_SPACE:
      return SOUP_STATUS_INSUFFICIENT_STORAGE;
    case WB_SERVER_ERROR_READ_ONLY:
      return SOUP_STATUS_METHOD_NOT_ALLOWED;
    case WB_SERVER_ERROR_CONDITION:
      return SOUP_STATUS_PRECONDITION_FAILED;
    case WB_SERVER_ERROR_BUSY:
      return SOUP_STATUS_SERVICE_UNAVAILABLE;
    case WB_SERVER_ERROR_ADDRESS:
    case WB_SERVER_ERROR_LISTEN:
    case WB_SERVER_ERROR_DATA:
    case WB_SERVER_ERROR_TOKEN:
    case WB_SERVER_ERROR_CERTIFICATE:
    default:
      return SOUP_STATUS_INTERNAL_SERVER_ERROR;
    }
}

static void
put_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (SoupServerMessage) message = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  Upload *upload = find_upload (message);
  g_autoptr (WbSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;

  snapshot = wb_source_put_finish (WB_SOURCE (object), result, &error);
  if (snapshot != NULL)
    {
      wb_http_set_no_content (message);
      soup_message_headers_replace (headers, "ETag", wb_snapshot_get_etag (snapshot));
    }
  else
    {
      guint status = get_status (error);

      if (status == SOUP_STATUS_METHOD_NOT_ALLOWED)
        soup_message_headers_replace (headers, "Allow", ALLOW_READ);
      if (status == SOUP_STATUS_SERVICE_UNAVAILABLE)
        soup_message_headers_replace (headers, "Retry-After", "1");
      wb_http_refuse (message, status, error->message);
      count_refusal (upload, status);
    }

  wb_http_add_common_headers (message, upload->started);
  soup_server_message_unpause (message);
  g_object_set_data (G_OBJECT (message), upload_key, NULL);
}

/* Checks what is known before the body comes. */
static void
check_headers (Upload             *upload,
               SoupMessageHeaders *headers)
{
  const char *encoding = soup_message_headers_get_list (headers, "Content-Encoding");
  gboolean has_length = soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH;
  goffset length = has_length ? soup_message_headers_get_content_length (headers) : 0;

  if (length > WB_DATASET_FILE_MAX)
    give_up (upload, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, TOO_LARGE);
  else if (encoding != NULL && g_ascii_strcasecmp (encoding, "identity") != 0)
    give_up (upload, SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE,
             "the body must be the JSON itself, without a Content-Encoding");
  else if (soup_message_headers_get_list (headers, "Content-Range") != NULL)
    /* RFC 9110, section 14.4: a part of a dataset must not be taken for the whole. */
    give_up (upload, SOUP_STATUS_BAD_REQUEST, "a dataset is put as a whole, without a Content-Range");
  else if (upload->uploads->n_uploads >= MAX_UPLOADS || !reserve (upload, (gsize) MAX (length, 0)))
    give_up (upload, SOUP_STATUS_SERVICE_UNAVAILABLE, TOO_MANY);
}

/**
 * wb_uploads_new:
 * @source: where datasets go to
 * @metrics: (nullable): what counts those that are refused
 *
 * Returns: (transfer full): no uploads yet
 */
WbUploads *
wb_uploads_new (WbSource  *source,
                WbMetrics *metrics)
{
  WbUploads *self;

  g_return_val_if_fail (WB_IS_SOURCE (source), NULL);

  self = g_rc_box_new0 (WbUploads);
  self->source = g_object_ref (source);
  self->metrics = metrics != NULL ? wb_metrics_ref (metrics) : NULL;

  return self;
}

WbUploads *
wb_uploads_ref (WbUploads *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_rc_box_acquire (self);
}

static void
uploads_clear (gpointer data)
{
  WbUploads *self = data;

  g_object_unref (self->source);
  g_clear_pointer (&self->metrics, wb_metrics_unref);
}

void
wb_uploads_unref (WbUploads *self)
{
  g_return_if_fail (self != NULL);

  g_rc_box_release_full (self, uploads_clear);
}

/**
 * wb_uploads_begin:
 * @self: uploads
 * @message: a PUT of which the headers are there, of a peer that may
 * @name: a valid name of a dataset
 *
 * Takes in the body, as long as it stays within the bounds of size, or
 * answers at once why it will not. To be called before any of the body was read.
 */
void
wb_uploads_begin (WbUploads         *self,
                  SoupServerMessage *message,
                  const char        *name)
{
  Upload *upload;

  g_return_if_fail (self != NULL);
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));
  g_return_if_fail (name != NULL);

  upload = g_new0 (Upload, 1);
  upload->uploads = wb_uploads_ref (self);
  upload->message = message;
  upload->name = g_strdup (name);
  upload->content = g_byte_array_new ();
  upload->started = g_get_monotonic_time ();
  check_headers (upload, soup_server_message_get_request_headers (message));
  g_object_set_data_full (G_OBJECT (message), upload_key, upload, upload_free);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), NULL);

  if (upload->content != NULL)
    {
      upload->is_counted = TRUE;
      self->n_uploads++;
    }
  else
    {
      answer_refusal (upload);
    }
}

/**
 * wb_uploads_serve:
 * @self: uploads
 * @message: a message that wb_uploads_begin() took, with its whole body
 *
 * Puts what was sent, and answers when that is done.
 */
void
wb_uploads_serve (WbUploads         *self,
                  SoupServerMessage *message)
{
  SoupMessageHeaders *headers;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) content = NULL;
  const char *text;
  gsize length, mark;
  Upload *upload;
  WbDatasetPut put;

  g_return_if_fail (self != NULL);
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));

  upload = find_upload (message);
  g_return_if_fail (upload != NULL);

  if (upload->content == NULL)
    {
      answer_refusal (upload);
      return;
    }

  headers = soup_server_message_get_request_headers (message);
  body = g_byte_array_free_to_bytes (g_steal_pointer (&upload->content));
  text = g_bytes_get_data (body, &length);
  mark = wb_file_skip_mark (text, length);
  content = g_bytes_new_from_bytes (body, mark, length - mark);
  soup_server_message_pause (message);
  put = (WbDatasetPut) {
    .name = upload->name,
    .content = content,
    .if_match = soup_message_headers_get_list (headers, "If-Match"),
    .if_none_match = soup_message_headers_get_list (headers, "If-None-Match"),
  };
  wb_source_put_async (self->source, &put, put_cb, g_object_ref (message));
}
