/* wb-board-editor.c: lies over a board while it is edited
 *
 *     ┌ cover 0 ─┐│┌ cover 2 ────┐   A cover lies on each card: it is dragged, has a menu, and keys that
 *     │          │││             │   move the card. A border lies in each gap: it is dragged, and moved by
 *     ├──────────┤││             │   arrow keys.
 *     ├ cover 1 ─┤│├─────────────┤   Both are made anew when charts are added, removed or moved. They are
 *     │          ││├ cover 3 ────┤   only placed anew when sizes change, so that a drag can continue.
 *     └──────────┘│└─────────────┘
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-board-editor-private.h"

#include <glib/gi18n.h>

/* How far a press must move to be a drag, in logical pixels. */
#define DRAG_THRESHOLD 8

/* The fraction of a card at its sides where a dropped card makes a column of its own. */
#define SIDE_PART 0.15

static const char *const side_classes[] = {
  [SIDE_ABOVE] = "drop-above",
  [SIDE_BELOW] = "drop-below",
  [SIDE_START] = "drop-start",
  [SIDE_END] = "drop-end",
};

G_DEFINE_FINAL_TYPE (WbBoardEditor, wb_board_editor, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_BOARD,
  PROP_EDITING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *
get_title (const WbBoardChart *chart)
{
  return chart->title != NULL ? chart->title : wb_chart_get_default_title (chart->kind);
}

/* Covers: dragging */

static void
mark_target (WbBoardEditor *self,
             guint          target,
             Side           side)
{
  if (self->side != SIDE_NONE && self->target < self->covers->len)
    gtk_widget_remove_css_class (g_ptr_array_index (self->covers, self->target), side_classes[self->side]);

  self->target = target;
  self->side = side;
  if (side != SIDE_NONE)
    gtk_widget_add_css_class (g_ptr_array_index (self->covers, target), side_classes[side]);
}

/* Where a card that is dropped at a point goes. */
static Side
find_target (WbBoardEditor *self,
             guint          dragged,
             double         x,
             double         y,
             guint         *ret_target)
{
  for (guint i = 0; i < self->geometry.n_cards; i++)
    {
      WbBox card = self->geometry.cards[i];
      double across = (x - card.x) / MAX (card.width, 1);
      double down = (y - card.y) / MAX (card.height, 1);

      if (across < 0 || across > 1 || down < 0 || down > 1 || i == dragged)
        continue;

      *ret_target = i;
      if (wb_board_editor_is_mirrored (self))
        across = 1 - across;
      if (self->geometry.planned && across < SIDE_PART)
        return SIDE_START;
      if (self->geometry.planned && across > 1 - SIDE_PART)
        return SIDE_END;
      return down < 0.5 ? SIDE_ABOVE : SIDE_BELOW;
    }

  return SIDE_NONE;
}

static void
cover_drag_begin_cb (GtkGestureDrag *gesture,
                     double          x,
                     double          y,
                     WbBoardEditor  *self)
{
  gtk_widget_grab_focus (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture)));
}

static void
cover_drag_update_cb (GtkGestureDrag *gesture,
                      double          offset_x,
                      double          offset_y,
                      WbBoardEditor  *self)
{
  GtkWidget *cover = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  guint index = wb_board_editor_get_number (cover, "index");
  double start_x, start_y, x, y;
  guint target = 0;
  Side side;

  if (ABS (offset_x) < DRAG_THRESHOLD && ABS (offset_y) < DRAG_THRESHOLD &&
      !gtk_widget_has_css_class (cover, "dragged"))
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_add_css_class (cover, "dragged");
  gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y);
  gtk_widget_translate_coordinates (cover, GTK_WIDGET (self), start_x + offset_x, start_y + offset_y, &x, &y);
  side = find_target (self, index, x, y, &target);
  mark_target (self, target, side);
}

static void
cover_drag_end_cb (GtkGestureDrag *gesture,
                   double          offset_x,
                   double          offset_y,
                   WbBoardEditor  *self)
{
  GtkWidget *cover = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  Side side = self->side;
  guint target = self->target;
  guint column, row;
  WbBoardPlan *plan = wb_board_session_get_plan (self->session);

  gtk_widget_remove_css_class (cover, "dragged");
  mark_target (self, 0, SIDE_NONE);
  if (side == SIDE_NONE || plan == NULL)
    return;

  wb_board_plan_locate (plan, target, &column, &row);
  wb_board_session_apply (self->session,
                          wb_board_plan_move (plan, wb_board_editor_get_number (cover, "index"),
                                              column + (side == SIDE_END), row + (side == SIDE_BELOW),
                                              side == SIDE_START || side == SIDE_END ? WB_BOARD_NEW_COLUMN
                                                                                     : WB_BOARD_IN_COLUMN));
}

static void
cover_drag_cancel_cb (GtkGesture       *gesture,
                      GdkEventSequence *sequence,
                      WbBoardEditor    *self)
{
  gtk_widget_remove_css_class (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture)), "dragged");
  mark_target (self, 0, SIDE_NONE);
}

/* Covers: menu and keys */

static void
append_item (GMenu      *menu,
             const char *label,
             const char *action,
             GVariant   *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (guint    index,
           gboolean mirrored)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) moves = g_menu_new ();
  g_autoptr (GMenu) others = g_menu_new ();

  append_item (moves, _("Move _Left"), "board.move",
               g_variant_new ("(us)", index, mirrored ? "end" : "start"));
  append_item (moves, _("Move _Right"), "board.move",
               g_variant_new ("(us)", index, mirrored ? "start" : "end"));
  append_item (moves, _("Move _Up"), "board.move", g_variant_new ("(us)", index, "up"));
  append_item (moves, _("Move _Down"), "board.move", g_variant_new ("(us)", index, "down"));
  append_item (others, _("Re_name…"), "board.rename", g_variant_new_uint32 (index));
  append_item (others, _("R_emove"), "board.remove", g_variant_new_uint32 (index));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (moves));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (others));

  return G_MENU_MODEL (menu);
}

static void
add_key (GtkShortcutController *keys,
         guint                  keyval,
         const char            *action,
         GVariant              *target)
{
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (keyval, 0),
                                            gtk_named_action_new (action));

  gtk_shortcut_set_arguments (shortcut, target);
  gtk_shortcut_controller_add_shortcut (keys, shortcut);
}

static void
add_keys (GtkWidget *cover,
          guint      index,
          gboolean   mirrored)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcutController *keys = GTK_SHORTCUT_CONTROLLER (controller);

  add_key (keys, GDK_KEY_Left, "board.move", g_variant_new ("(us)", index, mirrored ? "end" : "start"));
  add_key (keys, GDK_KEY_Right, "board.move", g_variant_new ("(us)", index, mirrored ? "start" : "end"));
  add_key (keys, GDK_KEY_Up, "board.move", g_variant_new ("(us)", index, "up"));
  add_key (keys, GDK_KEY_Down, "board.move", g_variant_new ("(us)", index, "down"));
  add_key (keys, GDK_KEY_Delete, "board.remove", g_variant_new_uint32 (index));
  add_key (keys, GDK_KEY_F2, "board.rename", g_variant_new_uint32 (index));
  gtk_widget_add_controller (cover, controller);
}

/* A cover shows the title of its card, and a menu button. */
static GtkWidget *
make_cover (WbBoardEditor      *self,
            const WbBoardChart *chart,
            guint               index)
{
  GtkWidget *cover = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP,
                                   "focusable", TRUE, NULL);
  GtkWidget *tag = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (get_title (chart));
  GtkWidget *button = gtk_menu_button_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  g_autoptr (GMenuModel) menu = make_menu (index, wb_board_editor_is_mirrored (self));
  g_autofree char *name = g_strdup_printf (_("Move or change “%s”"), get_title (chart));
  g_autofree char *menu_name = g_strdup_printf (_("Menu of “%s”"), get_title (chart));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, menu_name, -1);
  gtk_box_append (GTK_BOX (tag),
                  g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                "icon-name", "list-drag-handle-symbolic", NULL));
  gtk_box_append (GTK_BOX (tag), label);
  gtk_box_append (GTK_BOX (tag), button);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (tag, "tag");
  gtk_widget_set_halign (tag, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (tag, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (tag, TRUE);
  gtk_box_append (GTK_BOX (cover), tag);

  gtk_widget_add_css_class (cover, "cover");
  gtk_widget_set_cursor_from_name (cover, "grab");
  gtk_accessible_update_property (GTK_ACCESSIBLE (cover), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  wb_board_editor_set_number (cover, "index", index);
  add_keys (cover, index, wb_board_editor_is_mirrored (self));
  g_signal_connect (drag, "drag-begin", G_CALLBACK (cover_drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (cover_drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (cover_drag_end_cb), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (cover_drag_cancel_cb), self);
  gtk_widget_add_controller (cover, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_set_parent (cover, GTK_WIDGET (self));

  return cover;
}

/* Covers and borders */

static void
remove_all (WbBoardEditor *self)
{
  GtkWidget *child;

  mark_target (self, 0, SIDE_NONE);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_ptr_array_set_size (self->covers, 0);
  g_ptr_array_set_size (self->borders, 0);
}

static void
make_all (WbBoardEditor *self)
{
  guint n_charts, n_columns, index = 0;
  const WbBoardChart *charts = wb_board_plan_get_charts (self->plan, &n_charts);
  const WbBoardColumn *columns = wb_board_plan_get_columns (self->plan, &n_columns);

  for (guint i = 0; i < n_charts; i++)
    g_ptr_array_add (self->covers, make_cover (self, &charts[i], i));

  for (guint i = 0; i < n_columns; i++)
    for (guint j = 0; j < columns[i].n_charts; j++, index++)
      if (j + 1 < columns[i].n_charts)
        {
          g_autofree char *name = g_strdup_printf (_("Height of “%s”"), get_title (&charts[index]));

          wb_board_editor_add_border (self, GTK_ORIENTATION_HORIZONTAL, index, name);
        }

  for (guint i = 0; i + 1 < n_columns; i++)
    {
      g_autofree char *name = g_strdup_printf (_("Width of column %u"), i + 1);

      wb_board_editor_add_border (self, GTK_ORIENTATION_VERTICAL, i, name);
    }
}

/* Whether the covers and borders of one plan fit the other. */
static gboolean
has_same_shape (WbBoardPlan *one,
                WbBoardPlan *other)
{
  guint n, n_other;
  const WbBoardColumn *columns = wb_board_plan_get_columns (one, &n);
  const WbBoardColumn *other_columns = wb_board_plan_get_columns (other, &n_other);

  if (n != n_other)
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      if (columns[i].n_charts != other_columns[i].n_charts)
        return FALSE;
      for (guint j = 0; j < columns[i].n_charts; j++)
        if (columns[i].charts[j].kind != other_columns[i].charts[j].kind ||
            !g_str_equal (columns[i].charts[j].dataset, other_columns[i].charts[j].dataset) ||
            g_strcmp0 (columns[i].charts[j].title, other_columns[i].charts[j].title) != 0)
          return FALSE;
    }

  return TRUE;
}

/* The chart whose cover has the focus, or the first. */
static WbBoardChart
get_focused (WbBoardEditor *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  guint n;
  const WbBoardChart *charts = wb_board_plan_get_charts (self->plan, &n);

  for (guint i = 0; focus != NULL && i < self->covers->len && i < n; i++)
    if (focus == g_ptr_array_index (self->covers, i) ||
        gtk_widget_is_ancestor (focus, g_ptr_array_index (self->covers, i)))
      return charts[i];

  return charts[0];
}

static void
focus_chart (WbBoardEditor      *self,
             const WbBoardChart *wanted)
{
  guint n, found = 0;
  const WbBoardChart *charts = wb_board_plan_get_charts (self->plan, &n);

  for (guint i = n; i > 0; i--)
    if (charts[i - 1].kind == wanted->kind && g_str_equal (charts[i - 1].dataset, wanted->dataset))
      found = i - 1;
  gtk_widget_grab_focus (g_ptr_array_index (self->covers, found));
}

/* In an idle callback, since the request may come from a handler of a cover that this destroys. */
static gboolean
rebuild_cb (gpointer user_data)
{
  WbBoardEditor *self = user_data;
  WbBoardChart focused = { .dataset = "" };
  g_autoptr (WbBoardPlan) old = NULL;   /* owns the strings of @focused */

  self->rebuild_source = 0;
  if (self->plan != NULL && self->covers->len > 0)
    focused = get_focused (self);
  old = g_steal_pointer (&self->plan);
  self->plan = wb_board_plan_ref (wb_board_session_get_plan (self->session));
  remove_all (self);
  make_all (self);
  focus_chart (self, &focused);
  gtk_widget_queue_allocate (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

static void
plan_changed_cb (WbBoardEditor *self)
{
  WbBoardPlan *plan = wb_board_session_get_plan (self->session);

  if (self->plan != NULL && self->covers->len > 0 && self->rebuild_source == 0 &&
      has_same_shape (self->plan, plan))
    {
      wb_board_plan_ref (plan);
      wb_board_plan_unref (self->plan);
      self->plan = plan;
      gtk_widget_queue_allocate (GTK_WIDGET (self));
      return;
    }

  if (self->rebuild_source == 0)
    self->rebuild_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, rebuild_cb, self, NULL);
}

static void
editing_changed_cb (WbBoardEditor *self)
{
  gboolean editing = wb_board_session_get_editing (self->session);

  gtk_widget_set_visible (GTK_WIDGET (self), editing);
  gtk_widget_set_can_focus (GTK_WIDGET (self->board), !editing);
  if (!editing)
    {
      g_clear_handle_id (&self->rebuild_source, g_source_remove);
      remove_all (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EDITING]);
}

static void
wb_board_editor_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  WbBoardEditor *self = WB_BOARD_EDITOR (widget);

  if (self->plan == NULL || self->covers->len == 0)
    return;

  self->geometry = wb_board_geometry_find (self->plan, width, height, wb_board_editor_is_mirrored (self));
  for (guint i = 0; i < self->covers->len; i++)
    {
      WbBox card = self->geometry.cards[i];
      GtkWidget *cover = g_ptr_array_index (self->covers, i);
      GtkAllocation box = { (int) card.x, (int) card.y, (int) card.width, (int) card.height };

      gtk_widget_measure (cover, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_size_allocate (cover, &box, -1);
    }
  for (guint i = 0; i < self->borders->len; i++)
    wb_board_editor_place_border (self, g_ptr_array_index (self->borders, i), height);
}

/* The window gets the actions, so that its menus, buttons and keys find them. */
static void
wb_board_editor_root (GtkWidget *widget)
{
  WbBoardEditor *self = WB_BOARD_EDITOR (widget);

  GTK_WIDGET_CLASS (wb_board_editor_parent_class)->root (widget);
  gtk_widget_insert_action_group (GTK_WIDGET (gtk_widget_get_root (widget)), "board",
                                  wb_board_session_get_actions (self->session));
}

static void
set_board (WbBoardEditor *self,
           WbBoardView   *board)
{
  self->board = board;
  self->session = wb_board_session_new (board);
  g_signal_connect_object (self->session, "plan-changed", G_CALLBACK (plan_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "editing-changed", G_CALLBACK (editing_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
wb_board_editor_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  if (property_id == PROP_BOARD)
    set_board (WB_BOARD_EDITOR (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
wb_board_editor_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  WbBoardEditor *self = WB_BOARD_EDITOR (object);

  if (property_id == PROP_EDITING)
    g_value_set_boolean (value, self->session != NULL && wb_board_session_get_editing (self->session));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
wb_board_editor_dispose (GObject *object)
{
  WbBoardEditor *self = WB_BOARD_EDITOR (object);

  g_clear_handle_id (&self->rebuild_source, g_source_remove);
  remove_all (self);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (wb_board_editor_parent_class)->dispose (object);
}

static void
wb_board_editor_finalize (GObject *object)
{
  WbBoardEditor *self = WB_BOARD_EDITOR (object);

  g_clear_pointer (&self->plan, wb_board_plan_unref);
  g_clear_pointer (&self->drag_plan, wb_board_plan_unref);
  g_ptr_array_unref (self->covers);
  g_ptr_array_unref (self->borders);

  G_OBJECT_CLASS (wb_board_editor_parent_class)->finalize (object);
}

static void
wb_board_editor_class_init (WbBoardEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = wb_board_editor_set_property;
  object_class->get_property = wb_board_editor_get_property;
  object_class->dispose = wb_board_editor_dispose;
  object_class->finalize = wb_board_editor_finalize;
  widget_class->size_allocate = wb_board_editor_size_allocate;
  widget_class->root = wb_board_editor_root;

  /* WbBoardEditor:board: the board below the editor. */
  properties[PROP_BOARD] =
    g_param_spec_object ("board", NULL, NULL, WB_TYPE_BOARD_VIEW,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /* WbBoardEditor:editing: whether the board is being edited. */
  properties[PROP_EDITING] = g_param_spec_boolean ("editing", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "boardeditor");
}

static void
wb_board_editor_init (WbBoardEditor *self)
{
  self->covers = g_ptr_array_new ();
  self->borders = g_ptr_array_new ();
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
