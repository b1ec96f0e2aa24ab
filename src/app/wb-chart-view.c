/* wb-chart-view.c: a chart as a widget
 *
 * The view knows what to draw and when: it makes a layout when data, size or
 * choice change, goes there by a transition, and keeps the base of a picture
 * for as long as it holds (see wb-chart-paint.c).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wb-chart-view.h"

#include <adwaita.h>

#include "wb-chart-paint.h"
#include "wb-transition.h"

/* How often what moves by itself is drawn anew, in milliseconds: ripples are slow. */
#define MOTION_INTERVAL 100

/* The same for a transition, in microseconds: every second frame at 60 Hz. A wall of charts that turn their pages all
 * day would else spend half of its time on what nobody sees. */
#define TRANSITION_INTERVAL (30 * 1000)

struct _WbChartView
{
  GtkWidget       parent_instance;

  WbDataset      *dataset;
  char           *message_title;
  char           *message_detail;
  char           *label;
  char           *font_family;
  WbTheme         theme;
  WbContrast      contrast;
  WbSelection     selection;
  gboolean        pointed;        /* the pointer is over the widget */
  char           *region;         /* the map that was drilled into */
  gboolean        was_drilled;    /* when a click began */
  WbAtlas        *atlas;

  /* The layout is made on demand, and dropped when what it depends on changes. The base is what is shown of it, or of
   * what lies between the last one and it. */
  WbChartLayout  *layout;
  gboolean        is_resized;
  WbTransition    transition;
  GskRenderNode  *base;
  guint           transition_tick;
  gint64          transition_time;
  guint           motion_source;
};

enum
{
  PROP_0,
  PROP_REGION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

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
    .palette = wb_palette_get_contrast (self->theme, self->contrast),
    .font_family = self->font_family,
    .text_scale = get_text_scale (widget),
    .atlas = self->atlas,
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

/* Says the item under the data cursor while there is one, and the whole chart in a sentence otherwise. */
static void
update_accessible (WbChartView *self)
{
  g_autofree char *description = NULL;
  const WbMark *marks = NULL;
  guint n_marks = 0;

  if (self->layout != NULL)
    marks = wb_chart_layout_get_marks (self->layout, &n_marks);

  if (self->selection.cursor >= 0 && (guint) self->selection.cursor < n_marks)
    description = g_strdup_printf ("%s, %s", marks[self->selection.cursor].name, marks[self->selection.cursor].text);
  else if (self->layout != NULL && self->message_title == NULL)
    description = wb_chart_layout_describe (self->layout);
  else if (self->message_title != NULL)
    description = g_strdup_printf ("%s. %s", self->message_title, self->message_detail);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, self->label != NULL ? self->label : "",
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description != NULL ? description : "",
                                  -1);
}

static gboolean
transition_tick_cb (GtkWidget     *widget,
                    GdkFrameClock *clock,
                    gpointer       user_data)
{
  WbChartView *self = WB_CHART_VIEW (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (now - self->transition_time < TRANSITION_INTERVAL)
    return G_SOURCE_CONTINUE;

  self->transition_time = now;
  if (wb_transition_advance (&self->transition, now))
    drop_base (self);
  if (wb_transition_is_running (&self->transition))
    return G_SOURCE_CONTINUE;

  self->transition_tick = 0;
  return G_SOURCE_REMOVE;
}

/* Goes to the new layout: by and by where it shows other data, at once where it only has another size. */
static void
begin_transition (WbChartView *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));
  gint64 now = clock != NULL ? gdk_frame_clock_get_frame_time (clock) : 0;
  gboolean animate = clock != NULL && !self->is_resized && adw_get_enable_animations (GTK_WIDGET (self));

  wb_transition_set_target (&self->transition, self->layout, animate, now);
  self->is_resized = FALSE;

  if (wb_transition_is_running (&self->transition) && self->transition_tick == 0)
    self->transition_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), transition_tick_cb, NULL, NULL);
}

static gboolean
draw_motion_cb (gpointer user_data)
{
  gtk_widget_queue_draw (GTK_WIDGET (user_data));

  return G_SOURCE_CONTINUE;
}

/* Draws again and again only while something moves that can be seen, and the person does not mind. */
static void
update_motion (WbChartView *self)
{
  guint n_boxes = 0;
  gboolean wanted;

  if (self->layout != NULL)
    wb_chart_layout_get_motion (self->layout, &n_boxes);
  wanted = n_boxes > 0 && gtk_widget_get_mapped (GTK_WIDGET (self)) && adw_get_enable_animations (GTK_WIDGET (self));

  if (wanted && self->motion_source == 0)
    self->motion_source = g_timeout_add (MOTION_INTERVAL, draw_motion_cb, self);
  else if (!wanted)
    g_clear_handle_id (&self->motion_source, g_source_remove);
}

/* The layout that holds now. Also where a click comes between a change and the frame that shows it. */
static WbChartLayout *
ensure_layout (WbChartView *self)
{
  WbFrame frame;

  if (self->layout != NULL)
    return self->layout;
  if (gtk_widget_get_width (GTK_WIDGET (self)) < 1 || gtk_widget_get_height (GTK_WIDGET (self)) < 1)
    return NULL;

  if (self->atlas == NULL && self->dataset != NULL && wb_dataset_get_kind (self->dataset) == WB_CHART_MAP)
    {
      g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "wallboard", "maps", NULL);

      self->atlas = wb_atlas_new (folder);
    }

  frame = get_frame (self);
  if (self->message_title != NULL)
    self->layout = wb_chart_layout_new_message (self->message_title, self->message_detail, &frame);
  else if (self->dataset != NULL)
    self->layout = wb_chart_layout_new (self->dataset, &self->selection, &frame);
  if (self->layout == NULL)
    return NULL;

  begin_transition (self);
  update_motion (self);
  update_accessible (self);

  return self->layout;
}

static void
set_region (WbChartView *self,
            const char  *region)
{
  if (g_strcmp0 (region, self->region) == 0)
    return;

  g_free (self->region);
  self->region = g_strdup (region);
  self->selection.region = self->region;
  self->selection.cursor = -1;
  drop_layout (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REGION]);
}

static void
set_cursor (WbChartView *self,
            int          cursor)
{
  if (self->selection.cursor == cursor)
    return;

  self->selection.cursor = cursor;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  update_accessible (self);
}

static const WbMark *
get_mark (WbChartView *self,
          int          index)
{
  const WbMark *marks;
  guint n_marks;

  if (ensure_layout (self) == NULL)
    return NULL;

  marks = wb_chart_layout_get_marks (self->layout, &n_marks);

  return index >= 0 && (guint) index < n_marks ? &marks[index] : NULL;
}

/* Switches the series of a legend entry on or off, or goes into a region. */
static gboolean
activate_mark (WbChartView *self,
               int          index)
{
  const WbMark *mark = get_mark (self, index);
  const char *region = mark != NULL ? wb_chart_layout_get_region (self->layout, mark) : NULL;

  if (region != NULL)
    {
      set_region (self, region);
      return TRUE;
    }
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
  if (ensure_layout (self) != NULL)
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
pressed_cb (WbChartView *self,
            int          n_press)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (n_press == 1)
    self->was_drilled = self->region != NULL;
}

static void
released_cb (WbChartView *self,
             int          n_press,
             double       x,
             double       y)
{
  /* The first click of two may have gone into a region; the second must not come out of it again. */
  if (n_press == 2 && self->was_drilled)
    set_region (self, NULL);
  else if (n_press == 1 && ensure_layout (self) != NULL)
    activate_mark (self, wb_chart_layout_hit (self->layout, x, y));
}

/* Moves the data cursor by a mark, around both ends. */
static void
move_cursor (WbChartView *self,
             int          step)
{
  guint n_marks = 0;
  int cursor = self->selection.cursor;

  if (ensure_layout (self) != NULL)
    wb_chart_layout_get_marks (self->layout, &n_marks);
  if (n_marks == 0)
    return;

  if (cursor < 0)
    cursor = step > 0 ? -1 : (int) n_marks;
  set_cursor (self, (cursor + step + (int) n_marks) % (int) n_marks);
}

/* From the data cursor to none, from a region to the whole map. */
static gboolean
step_back (WbChartView *self)
{
  if (self->selection.cursor >= 0)
    set_cursor (self, -1);
  else if (self->region != NULL)
    set_region (self, NULL);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
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
      return step_back (self);
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
wb_chart_view_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  WbChartView *self = WB_CHART_VIEW (widget);
  gboolean moving = self->motion_source != 0;
  WbFrame frame;

  if (ensure_layout (self) == NULL)
    return;

  frame = get_frame (self);
  if (self->base == NULL)
    self->base = wb_chart_paint_base (self->transition.shown, &frame,
                                      moving && !wb_transition_is_running (&self->transition));
  gtk_snapshot_append_node (snapshot, self->base);

  /* The base shows at rest what moves. */
  if (moving)
    wb_chart_paint_motion (snapshot, self->layout, &frame);
  wb_chart_paint_overlay (snapshot, self->layout, &self->selection, &frame);
}

static void
wb_chart_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (wb_chart_view_parent_class)->map (widget);

  update_motion (WB_CHART_VIEW (widget));
}

static void
wb_chart_view_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (wb_chart_view_parent_class)->unmap (widget);

  update_motion (WB_CHART_VIEW (widget));
}

static void
wb_chart_view_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  WbChartView *self = WB_CHART_VIEW (widget);

  self->is_resized = TRUE;
  drop_layout (self);
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

  g_clear_handle_id (&self->motion_source, g_source_remove);
  g_clear_pointer (&self->dataset, wb_dataset_unref);
  g_clear_pointer (&self->layout, wb_chart_layout_unref);
  wb_transition_clear (&self->transition);
  g_clear_pointer (&self->base, gsk_render_node_unref);
  g_clear_object (&self->atlas);

  G_OBJECT_CLASS (wb_chart_view_parent_class)->dispose (object);
}

static void
wb_chart_view_finalize (GObject *object)
{
  WbChartView *self = WB_CHART_VIEW (object);

  g_free (self->message_title);
  g_free (self->message_detail);
  g_free (self->label);
  g_free (self->region);
  g_free (self->font_family);

  G_OBJECT_CLASS (wb_chart_view_parent_class)->finalize (object);
}

static void
wb_chart_view_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  WbChartView *self = WB_CHART_VIEW (object);

  switch (property_id)
    {
    case PROP_REGION:
      g_value_set_string (value, self->region);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
wb_chart_view_class_init (WbChartViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = wb_chart_view_get_property;
  object_class->dispose = wb_chart_view_dispose;
  object_class->finalize = wb_chart_view_finalize;

  /**
   * WbChartView:region:
   *
   * The name of the map that the person went into, %NULL for the whole one.
   */
  properties[PROP_REGION] = g_param_spec_string ("region", NULL, NULL, NULL,
                                                 G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  widget_class->map = wb_chart_view_map;
  widget_class->unmap = wb_chart_view_unmap;
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
 * wb_chart_view_set_contrast:
 * @self: a chart view
 * @contrast: how far colours are apart
 *
 * Draws in the colours of a contrast.
 */
void
wb_chart_view_set_contrast (WbChartView *self,
                            WbContrast   contrast)
{
  g_return_if_fail (WB_IS_CHART_VIEW (self));

  if (self->contrast == contrast)
    return;

  self->contrast = contrast;
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
 * page, map, and series switched off. A PNG has two pixels for each of the view's,
 * so that it stays sharp in a document.
 *
 * Returns: the options; what they point to belongs to the view
 */
WbExportOptions
wb_chart_view_get_export_options (WbChartView *self)
{
  WbExportOptions options = WB_EXPORT_OPTIONS_INIT;

  g_return_val_if_fail (WB_IS_CHART_VIEW (self), options);

  options.width = MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1);
  options.height = MAX (gtk_widget_get_height (GTK_WIDGET (self)), 1);
  options.scale = 2;
  options.palette = wb_palette_get_contrast (self->theme, self->contrast);
  options.page = self->selection.page;
  options.hidden = self->selection.hidden;
  options.font_family = self->font_family;
  options.atlas = self->atlas;
  options.region = self->region;
  options.right_to_left = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  return options;
}

/**
 * wb_chart_view_dup_region_title:
 * @self: a chart view
 *
 * Gets what the map on show is called by people.
 *
 * Returns: (transfer full) (nullable): the title, %NULL for the whole map
 */
char *
wb_chart_view_dup_region_title (WbChartView *self)
{
  gboolean in_english;

  g_return_val_if_fail (WB_IS_CHART_VIEW (self), NULL);

  if (self->region == NULL || self->atlas == NULL)
    return NULL;

  in_english = !g_str_has_prefix (g_get_language_names ()[0], "zh");

  return wb_atlas_dup_title (self->atlas, self->region, in_english);
}
