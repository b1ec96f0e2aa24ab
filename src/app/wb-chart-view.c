/* wb-chart-view.c: a chart as a widget
 *
 * A picture has two depths. The base (axes, areas, bars, labels) is recorded
 * once into a render node and kept until data, size or theme change; GTK then
 * sees the same node again and paints nothing of it. The overlay (cursor and
 * tooltip) is a node of its own, only as large as what it paints.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-chart-view.h"

struct _WbChartView
{
  GtkWidget       parent_instance;

  WbDataset      *dataset;
  char           *message_title;
  char           *message_detail;
  char           *label;
  char           *font_family;
  WbTheme         theme;
  WbSelection     selection;
  gboolean        pointed;        /* the pointer is over the widget */

  /* Made on demand, dropped when what they depend on changes. */
  WbChartLayout  *layout;
  GskRenderNode  *base;
};

G_DEFINE_FINAL_TYPE (WbChartView, wb_chart_view, GTK_TYPE_WIDGET)

/* The font size that the desktop asks for, relative to the usual 96 dots an inch. */
static double
get_text_scale (GtkWidget *widget)
{
  int dpi = -1;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);

  return dpi > 0 ? CLAMP (dpi / (96.0 * PANGO_SCALE), 0.5, 3.0) : 1.0;
}

static WbFrame
get_frame (WbChartView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  return (WbFrame) {
    .width = gtk_widget_get_width (widget),
    .height = gtk_widget_get_height (widget),
    .scale = gtk_widget_get_scale_factor (widget),
    .palette = wb_palette_get (self->theme),
    .font_family = self->font_family,
    .text_scale = get_text_scale (widget),
    .right_to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL,
    .time = g_get_monotonic_time (),
  };
}

static void
drop_base (WbChartView *self)
{
  g_clear_pointer (&self->base, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drop_layout (WbChartView *self)
{
  g_clear_pointer (&self->layout, wb_chart_layout_unref);
  drop_base (self);
}

static void
update_accessible (WbChartView *self)
{
  g_autofree char *description = NULL;

  if (self->layout != NULL && self->message_title == NULL)
    description = wb_chart_layout_describe (self->layout);
  else if (self->message_title != NULL)
    description = g_strdup_printf ("%s. %s", self->message_title, self->message_detail);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, self->label != NULL ? self->label : "",
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description != NULL ? description : "",
                                  -1);
}

static WbChartLayout *
ensure_layout (WbChartView   *self,
               const WbFrame *frame)
{
  if (self->layout == NULL)
    {
      if (self->message_title != NULL)
        self->layout = wb_chart_layout_new_message (self->message_title, self->message_detail, frame);
      else if (self->dataset != NULL)
        self->layout = wb_chart_layout_new (self->dataset, &self->selection, frame);
    }

  return self->layout;
}

static void
set_cursor (WbChartView *self,
            int          cursor)
{
  if (self->selection.cursor == cursor)
    return;

  self->selection.cursor = cursor;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static const WbMark *
get_mark (WbChartView *self,
          int          index)
{
  const WbMark *marks;
  guint n_marks;

  if (self->layout == NULL)
    return NULL;

  marks = wb_chart_layout_get_marks (self->layout, &n_marks);

  return index >= 0 && (guint) index < n_marks ? &marks[index] : NULL;
}

/* Switches the series of a legend entry on or off. */
static gboolean
activate_mark (WbChartView *self,
               int          index)
{
  const WbMark *mark = get_mark (self, index);

  if (mark == NULL || mark->kind != WB_MARK_LEGEND || mark->series >= 64)
    return FALSE;

  self->selection.hidden ^= G_GUINT64_CONSTANT (1) << mark->series;
  self->selection.cursor = -1;
  drop_layout (self);

  return TRUE;
}

static void
motion_cb (WbChartView *self,
           double       x,
           double       y)
{
  self->pointed = TRUE;
  if (self->layout != NULL)
    set_cursor (self, wb_chart_layout_hit (self->layout, x, y));
}

static void
leave_cb (WbChartView *self)
{
  self->pointed = FALSE;
  set_cursor (self, -1);
}

/* The keys go on where the pointer was. */
static void
pressed_cb (WbChartView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
released_cb (WbChartView *self,
             int          n_press,
             double       x,
             double       y)
{
  if (self->layout != NULL)
    activate_mark (self, wb_chart_layout_hit (self->layout, x, y));
}

/* Moves the data cursor by a mark, around both ends. */
static void
move_cursor (WbChartView *self,
             int          step)
{
  guint n_marks = 0;
  int cursor = self->selection.cursor;

  if (self->layout != NULL)
    wb_chart_layout_get_marks (self->layout, &n_marks);
  if (n_marks == 0)
    return;

  if (cursor < 0)
    cursor = step > 0 ? -1 : (int) n_marks;
  set_cursor (self, (cursor + step + (int) n_marks) % (int) n_marks);
}

static gboolean
key_pressed_cb (WbChartView     *self,
                guint            key,
                guint            code,
                GdkModifierType  state)
{
  gboolean right_to_left = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if ((state & gtk_accelerator_get_default_mod_mask () & ~GDK_SHIFT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Up:
      move_cursor (self, right_to_left && key == GDK_KEY_Left ? 1 : -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_Down:
      move_cursor (self, right_to_left && key == GDK_KEY_Right ? -1 : 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_space:
      return activate_mark (self, self->selection.cursor);
    case GDK_KEY_Home:
    case GDK_KEY_End:
      set_cursor (self, -1);
      move_cursor (self, key == GDK_KEY_Home ? 1 : -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_t:
    case GDK_KEY_T:
      gtk_widget_activate_action (GTK_WIDGET (self), "card.table", NULL);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      if (self->selection.cursor < 0)
        return GDK_EVENT_PROPAGATE;
      set_cursor (self, -1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
wb_chart_view_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  WbChartView *self = WB_CHART_VIEW (widget);
  WbFrame frame = get_frame (self);
  gboolean fresh = self->layout == NULL;
  WbBox box;

  if (frame.width < 1 || frame.height < 1 || ensure_layout (self, &frame) == NULL)
    return;
  if (fresh)
    update_accessible (self);

  if (self->base == NULL)
    {
      cairo_t *cr;

      self->base = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, frame.width, frame.height));
      cr = gsk_cairo_node_get_draw_context (self->base);
      wb_chart_layout_draw_base (self->layout, cr, &frame);
      cairo_destroy (cr);
    }
  gtk_snapshot_append_node (snapshot, self->base);

  if (wb_chart_layout_get_overlay (self->layout, &self->selection, &frame, &box))
    {
      cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (box.x, box.y, box.width, box.height));

      wb_chart_layout_draw_overlay (self->layout, cr, &self->selection, &frame);
      cairo_destroy (cr);
    }
}

static void
wb_chart_view_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  drop_layout (WB_CHART_VIEW (widget));
}

static void
wb_chart_view_css_changed (GtkWidget         *widget,
                           GtkCssStyleChange *change)
{
  WbChartView *self = WB_CHART_VIEW (widget);
  const PangoFontDescription *font;
  const char *family;

  /* The font is a new one after this. */
  GTK_WIDGET_CLASS (wb_chart_view_parent_class)->css_changed (widget, change);

  font = pango_context_get_font_description (gtk_widget_get_pango_context (widget));
  family = font != NULL ? pango_font_description_get_family (font) : NULL;
  if (g_strcmp0 (family, self->font_family) != 0)
    {
      g_free (self->font_family);
      self->font_family = g_strdup (family);
      drop_layout (self);
    }
}

static void
wb_chart_view_direction_changed (GtkWidget        *widget,
                                 GtkTextDirection  previous)
{
  drop_layout (WB_CHART_VIEW (widget));
}

static void
wb_chart_view_system_setting_changed (GtkWidget        *widget,
                                      GtkSystemSetting  setting)
{
  GTK_WIDGET_CLASS (wb_chart_view_parent_class)->system_setting_changed (widget, setting);

  drop_layout (WB_CHART_VIEW (widget));
}

static void
wb_chart_view_dispose (GObject *object)
{
  WbChartView *self = WB_CHART_VIEW (object);

  g_clear_pointer (&self->dataset, wb_dataset_unref);
  g_clear_pointer (&self->layout, wb_chart_layout_unref);
  g_clear_pointer (&self->base, gsk_render_node_unref);

  G_OBJECT_CLASS (wb_chart_view_parent_class)->dispose (object);
}

static void
wb_chart_view_finalize (GObject *object)
{
  WbChartView *self = WB_CHART_VIEW (object);

  g_free (self->message_title);
  g_free (self->message_detail);
  g_free (self->label);
  g_free (self->font_family);

  G_OBJECT_CLASS (wb_chart_view_parent_class)->finalize (object);
}

static void
wb_chart_view_class_init (WbChartViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_chart_view_dispose;
  object_class->finalize = wb_chart_view_finalize;

  widget_class->snapshot = wb_chart_view_snapshot;
  widget_class->size_allocate = wb_chart_view_size_allocate;
  widget_class->css_changed = wb_chart_view_css_changed;
  widget_class->direction_changed = wb_chart_view_direction_changed;
  widget_class->system_setting_changed = wb_chart_view_system_setting_changed;

  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
wb_chart_view_init (WbChartView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->selection = (WbSelection) WB_SELECTION_INIT;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);

  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (drop_layout), NULL);

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);

  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/**
 * wb_chart_view_set_dataset:
 * @self: a chart view
 * @dataset: what to draw
 *
 * Draws a dataset, in place of another or of a message.
 */
void
wb_chart_view_set_dataset (WbChartView *self,
                           WbDataset   *dataset)
{
  g_return_if_fail (WB_IS_CHART_VIEW (self));
  g_return_if_fail (dataset != NULL);

  if (self->dataset == dataset && self->message_title == NULL)
    return;

  wb_dataset_ref (dataset);
  g_clear_pointer (&self->dataset, wb_dataset_unref);
  self->dataset = dataset;
  g_clear_pointer (&self->message_title, g_free);
  g_clear_pointer (&self->message_detail, g_free);
  self->selection.cursor = -1;
  drop_layout (self);
}

/**
 * wb_chart_view_set_message:
 * @self: a chart view
 * @title: why there is no chart, in a few words
 * @detail: more about it, may be empty
 *
 * Draws a message in place of a chart.
 */
void
wb_chart_view_set_message (WbChartView *self,
                           const char  *title,
                           const char  *detail)
{
  g_return_if_fail (WB_IS_CHART_VIEW (self));
  g_return_if_fail (title != NULL);
  g_return_if_fail (detail != NULL);

  if (g_strcmp0 (self->message_title, title) == 0 && g_strcmp0 (self->message_detail, detail) == 0)
    return;

  g_free (self->message_title);
  self->message_title = g_strdup (title);
  g_free (self->message_detail);
  self->message_detail = g_strdup (detail);
  self->selection.cursor = -1;
  drop_layout (self);
}

/**
 * wb_chart_view_set_theme:
 * @self: a chart view
 * @theme: a theme
 *
 * Draws in the colours of a theme.
 */
void
wb_chart_view_set_theme (WbChartView *self,
                         WbTheme      theme)
{
  g_return_if_fail (WB_IS_CHART_VIEW (self));

  if (self->theme == theme)
    return;

  self->theme = theme;
  drop_base (self);
}

/**
 * wb_chart_view_set_label:
 * @self: a chart view
 * @label: what the chart is called
 *
 * Names the chart for assistive technology.
 */
void
wb_chart_view_set_label (WbChartView *self,
                         const char  *label)
{
  g_return_if_fail (WB_IS_CHART_VIEW (self));

  if (g_strcmp0 (self->label, label) == 0)
    return;

  g_free (self->label);
  self->label = g_strdup (label);
  update_accessible (self);
}

/**
 * wb_chart_view_set_page:
 * @self: a chart view
 * @page: a page; past the last one it wraps
 *
 * Shows a page of the dataset.
 */
void
wb_chart_view_set_page (WbChartView *self,
                        guint        page)
{
  g_return_if_fail (WB_IS_CHART_VIEW (self));

  if (self->selection.page == page)
    return;

  self->selection.page = page;
  self->selection.cursor = -1;
  drop_layout (self);
}

/**
 * wb_chart_view_get_page:
 * @self: a chart view
 *
 * Gets the page on show.
 *
 * Returns: the page, as it was set
 */
guint
wb_chart_view_get_page (WbChartView *self)
{
  g_return_val_if_fail (WB_IS_CHART_VIEW (self), 0);

  return self->selection.page;
}

/**
 * wb_chart_view_is_in_use:
 * @self: a chart view
 *
 * Checks whether somebody points at the chart or moves its data cursor, so
 * that it should not turn its page.
 *
 * Returns: whether the chart is in use
 */
gboolean
wb_chart_view_is_in_use (WbChartView *self)
{
  g_return_val_if_fail (WB_IS_CHART_VIEW (self), FALSE);

  return self->pointed || self->selection.cursor >= 0;
}

/**
 * wb_chart_view_get_export_options:
 * @self: a chart view
 *
 * Gets what a file must know to show what the view does: its size, colours,
 * page, and series switched off. A PNG has two pixels for each of the view's,
 * so that it stays sharp in a document.
 *
 * Returns: the options; the font family belongs to the view
 */
WbExportOptions
wb_chart_view_get_export_options (WbChartView *self)
{
  WbExportOptions options = WB_EXPORT_OPTIONS_INIT;

  g_return_val_if_fail (WB_IS_CHART_VIEW (self), options);

  options.width = MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1);
  options.height = MAX (gtk_widget_get_height (GTK_WIDGET (self)), 1);
  options.scale = 2;
  options.palette = wb_palette_get (self->theme);
  options.page = self->selection.page;
  options.hidden = self->selection.hidden;
  options.font_family = self->font_family;
  options.right_to_left = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  return options;
}
