/* wb-log.c: what the log says of peers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-log.h"

/* Who has made a mistake in what it sends can make it again and again, and who keeps others out is worth a line:
 * the first are counted, and in the log only where somebody looks for them. */
static GLogLevelFlags
get_level (WbRefusal reason)
{
  switch (reason)
    {
    case WB_REFUSAL_ORIGIN:
    case WB_REFUSAL_TOKEN:
    case WB_REFUSAL_AUTH_TIMEOUT:
    case WB_REFUSAL_CONNECTIONS:
    case WB_REFUSAL_ADDRESS:
    case WB_REFUSAL_SLOW:
      return G_LOG_LEVEL_MESSAGE;
    case WB_REFUSAL_CONTROL:
    case WB_REFUSAL_RATE:
    case WB_REFUSAL_MESSAGE:
    case WB_REFUSAL_PROTOCOL:
    case WB_REFUSAL_BODY:
    case WB_REFUSAL_DATASET:
    default:
      return G_LOG_LEVEL_INFO;
    }
}

/**
 * wb_log_refusal:
 * @peer: its address and, for a web page, its origin in parentheses
 * @reason: why
 * @format: what happened, for a person; never a token, nor more of a message
 *   than what is wrong with it
 * @...: the parameters of the format
 *
 * Says in the log that a peer did not get what it wanted. In the journal the
 * line has fields to search by: WALLBOARD_PEER, and WALLBOARD_REASON with the
 * word that `wallboard_refusals_total` has for it.
 */
void
wb_log_refusal (const char *peer,
                WbRefusal   reason,
                const char *format,
                ...)
{
  g_autofree char *words = NULL;
  va_list arguments;

  g_return_if_fail (peer != NULL);
  g_return_if_fail (format != NULL);

  va_start (arguments, format);
  words = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_log_structured (G_LOG_DOMAIN, get_level (reason),
                    "WALLBOARD_PEER", peer,
                    "WALLBOARD_REASON", wb_refusal_get_name (reason),
                    "MESSAGE", "%s: %s", peer, words);
}
