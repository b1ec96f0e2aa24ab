/* wb-board-border.c: the borders of the board editor, which resize columns and cards
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-board-editor-private.h"

/* How far an arrow key moves a border, as a fraction of the two cards beside it. */
#define KEY_PART 0.02

guint
wb_board_editor_get_number (GtkWidget  *widget,
                            const char *name)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), name));
}

void
wb_board_editor_set_number (GtkWidget  *widget,
                            const char *name,
                            guint       number)
{
  g_object_set_data (G_OBJECT (widget), name, GUINT_TO_POINTER (number));
}

gboolean
wb_board_editor_is_mirrored (WbBoardEditor *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

static WbBoardPlan *
move_border (WbBoardEditor *self,
             GtkWidget     *border,
             WbBoardPlan   *plan,
             double         part)
{
  guint index = wb_board_editor_get_number (border, "index");

  return wb_board_editor_get_number (border, "is-row") ? wb_board_plan_heighten (plan, index, part)
                                                       : wb_board_plan_widen (plan, index, part);
}

/* Finds the cards above and below a border, or the first cards of the columns before and after it. */
static void
find_neighbours (WbBoardEditor *self,
                 GtkWidget     *border,
                 guint         *ret_first,
                 guint         *ret_second)
{
  guint index = wb_board_editor_get_number (border, "index");
  guint n, first = 0;
  const WbBoardColumn *columns = wb_board_plan_get_columns (self->plan, &n);
  gboolean is_row = wb_board_editor_get_number (border, "is-row");

  for (guint i = 0; i < index && !is_row; i++)
    first += columns[i].n_charts;

  *ret_first = is_row ? index : first;
  *ret_second = is_row ? index + 1 : first + columns[index].n_charts;
}

/* The sum of the lengths of the two cards or columns beside a border. */
static double
get_span (WbBoardEditor *self,
          GtkWidget     *border)
{
  const WbBox *cards = self->geometry.cards;
  guint first, second;

  find_neighbours (self, border, &first, &second);

  return wb_board_editor_get_number (border, "is-row") ? cards[first].height + cards[second].height
                                                       : cards[first].width + cards[second].width;
}

static void
border_drag_begin_cb (GtkGestureDrag *gesture,
                      double          x,
                      double          y,
                      WbBoardEditor  *self)
{
  gtk_widget_grab_focus (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture)));
  g_clear_pointer (&self->drag_plan, wb_board_plan_unref);
  if (wb_board_session_get_plan (self->session) != NULL)
    self->drag_plan = wb_board_plan_ref (wb_board_session_get_plan (self->session));
}

/* The offsets are relative to the editor, since the border itself moves during the drag. */
static WbBoardPlan *
drag_border (WbBoardEditor  *self,
             GtkGestureDrag *gesture,
             double          offset_x,
             double          offset_y)
{
  GtkWidget *border = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  gboolean is_row = wb_board_editor_get_number (border, "is-row");
  double offset = is_row ? offset_y : wb_board_editor_is_mirrored (self) ? -offset_x : offset_x;

  return move_border (self, border, self->drag_plan, offset / MAX (get_span (self, border), 1));
}

static void
get_moved (WbBoardEditor  *self,
           GtkGestureDrag *gesture,
           double          offset_x,
           double          offset_y,
           double         *ret_x,
           double         *ret_y)
{
  GtkWidget *border = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  gboolean mirrored = wb_board_editor_is_mirrored (self);
  WbBoardGeometry before = wb_board_geometry_find (self->drag_plan, width, height, mirrored);
  guint first, second;

  find_neighbours (self, border, &first, &second);
  *ret_x = offset_x +
           (self->geometry.cards[first].width - before.cards[first].width) * (mirrored ? -1 : 1);
  *ret_y = offset_y + self->geometry.cards[first].height - before.cards[first].height;
}

static void
border_drag_update_cb (GtkGestureDrag *gesture,
                       double          offset_x,
                       double          offset_y,
                       WbBoardEditor  *self)
{
  g_autoptr (WbBoardPlan) plan = NULL;

  if (self->drag_plan == NULL)
    return;

  get_moved (self, gesture, offset_x, offset_y, &offset_x, &offset_y);
  plan = drag_border (self, gesture, offset_x, offset_y);
  wb_board_session_preview (self->session, plan != NULL ? plan : self->drag_plan);
}

static void
border_drag_end_cb (GtkGestureDrag *gesture,
                    double          offset_x,
                    double          offset_y,
                    WbBoardEditor  *self)
{
  g_autoptr (WbBoardPlan) before = g_steal_pointer (&self->drag_plan);
  g_autoptr (WbBoardPlan) after = NULL;

  if (before == NULL || wb_board_session_get_plan (self->session) == NULL)
    return;

  after = wb_board_plan_ref (wb_board_session_get_plan (self->session));
  if (wb_board_plan_equal (before, after))
    return;

  wb_board_session_preview (self->session, before);
  wb_board_session_apply (self->session, g_steal_pointer (&after));
}

static gboolean
border_key_cb (GtkEventControllerKey *controller,
               guint                  keyval,
               guint                  keycode,
               GdkModifierType        state,
               WbBoardEditor         *self)
{
  GtkWidget *border = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  gboolean is_row = wb_board_editor_get_number (border, "is-row");
  guint less = is_row ? GDK_KEY_Up : wb_board_editor_is_mirrored (self) ? GDK_KEY_Right : GDK_KEY_Left;
  guint more = is_row ? GDK_KEY_Down : wb_board_editor_is_mirrored (self) ? GDK_KEY_Left : GDK_KEY_Right;

  if (keyval != less && keyval != more)
    return GDK_EVENT_PROPAGATE;

  if (!wb_board_session_apply (self->session,
                               move_border (self, border, wb_board_session_get_plan (self->session),
                                            keyval == more ? KEY_PART : -KEY_PART)))
    gtk_widget_error_bell (border);

  return GDK_EVENT_STOP;
}

void
wb_board_editor_add_border (WbBoardEditor  *self,
                            GtkOrientation  orientation,
                            guint           index,
                            const char     *name)
{
  gboolean is_row = orientation == GTK_ORIENTATION_HORIZONTAL;
  GtkWidget *border = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_SEPARATOR,
                                    "focusable", TRUE, NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_widget_add_css_class (border, "border");
  gtk_widget_set_cursor_from_name (border, is_row ? "row-resize" : "col-resize");
  gtk_accessible_update_property (GTK_ACCESSIBLE (border), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  wb_board_editor_set_number (border, "is-row", is_row);
  wb_board_editor_set_number (border, "index", index);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (border_drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (border_drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (border_drag_end_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (border_key_cb), self);
  gtk_widget_add_controller (border, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (border, keys);
  gtk_widget_set_parent (border, GTK_WIDGET (self));
  g_ptr_array_add (self->borders, border);
}

/* A border between rows has the index of the card above; one between columns that of the column before. */
void
wb_board_editor_place_border (WbBoardEditor *self,
                              GtkWidget     *border,
                              int            height)
{
  const WbBox *cards = self->geometry.cards;
  gboolean mirrored = wb_board_editor_is_mirrored (self);
  guint first, second;
  GtkAllocation box;

  gtk_widget_set_child_visible (border, self->geometry.planned);
  if (!self->geometry.planned)
    return;

  find_neighbours (self, border, &first, &second);
  if (wb_board_editor_get_number (border, "is-row"))
    {
      int top = (int) (cards[first].y + cards[first].height);

      box = (GtkAllocation) { (int) cards[first].x, top, (int) cards[first].width,
                             (int) cards[second].y - top };
    }
  else
    {
      WbBox left = cards[mirrored ? second : first];
      WbBox right = cards[mirrored ? first : second];

      box = (GtkAllocation) { (int) (left.x + left.width), 0, (int) (right.x - left.x - left.width), height };
    }

  gtk_widget_measure (border, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (border, &box, -1);
}
