/* folder-fixture.h: a source on a folder of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "source/wb-source.h"

G_BEGIN_DECLS

typedef struct
{
  char     *folder;
  WbSource *source;
  GString  *changed; /* the names that changed, each followed by a space */
} FolderFixture;

void     folder_fixture_set_up         (FolderFixture *self,
                                        gconstpointer  data);
void     folder_fixture_tear_down      (FolderFixture *self,
                                        gconstpointer  data);

void     folder_fixture_look           (FolderFixture *self,
                                        const char    *name);
gboolean folder_fixture_has_changed    (gpointer       user_data);
void     folder_fixture_assert_changed (FolderFixture *self,
                                        const char    *names);
void     folder_fixture_assert_content (FolderFixture *self,
                                        const char    *name,
                                        const char    *content,
                                        const char    *problem);
void     folder_fixture_assert_unknown (FolderFixture *self,
                                        const char    *name);

G_END_DECLS
