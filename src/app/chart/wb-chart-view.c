/* wb-chart-view.c: a chart as a widget
 *
 * The view knows what to draw. When data, selection or style change it asks for
 * an allocation, and makes the next layout and its description there, so that
 * several changes in one frame make one layout, and snapshot () only draws.
 * wb-chart-picture.c brings the layout to the screen, and
 * wb-chart-view-input.c acts on input.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chart-view-private.h"

#include "support/wb-accessible.h"
#include "support/wb-wall-text.h"

enum
{
  REGION_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbChartView, wb_chart_view, GTK_TYPE_WIDGET)

/* The text scale of the desktop, relative to 96 dpi. */
static double
get_text_scale (GtkWidget *widget)
{
  int dpi = -1;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);

  return dpi > 0 ? CLAMP (dpi / (96.0 * PANGO_SCALE), 0.5, 3.0) : 1.0;
}

static WbRenderContext
get_context (WbChartView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  return (WbRenderContext) {
    .width = gtk_widget_get_width (widget),
    .height = gtk_widget_get_height (widget),
    .scale = gtk_widget_get_scale_factor (widget),
    .palette = wb_palette_lookup (self->theme, self->contrast),
    .font_family = self->font_family,
    .text_scale = get_text_scale (widget),
    .axis_size = wb_wall_text_get (widget),
    .atlas = self->atlas,
    .right_to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL,
    .time = g_get_monotonic_time (),
  };
}

static void
drop_layout (WbChartView *self)
{
  wb_chart_picture_drop_layout (self->picture);
}

/* The pointer stays where it is, so the data cursor is found anew in the next layout. */
static void
show_other (WbChartView *self)
{
  self->selection.cursor = -1;
  self->cursor_dropped = TRUE;
  drop_layout (self);
}

/* Describes the item under the data cursor while there is one, and the whole chart in a sentence
 * otherwise. */
static void
update_description (WbChartView *self)
{
  WbChartLayout *layout = wb_chart_picture_get_layout (self->picture);
  g_autofree char *description = NULL;
  const WbMark *marks = NULL;
  guint n_marks = 0;

  if (layout != NULL)
    marks = wb_chart_layout_get_marks (layout, &n_marks);

  if (self->selection.cursor >= 0 && (guint) self->selection.cursor < n_marks)
    description = g_strdup_printf ("%s, %s", marks[self->selection.cursor].name,
                                   marks[self->selection.cursor].text);
  else if (layout != NULL && self->message_title == NULL)
    description = wb_chart_layout_describe (layout);
  else if (self->message_title != NULL)
    description = g_strdup_printf ("%s. %s", self->message_title, self->message_detail);

  if (g_strcmp0 (description, self->description) == 0)
    return;

  g_free (self->description);
  self->description = g_steal_pointer (&description);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->description != NULL ? self->description : "", -1);
}

static void
wb_chart_view_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  WbChartView *self = WB_CHART_VIEW (widget);
  WbRenderContext context;

  if (wb_chart_picture_get_layout (self->picture) == NULL)
    return;

  context = get_context (self);
  wb_chart_picture_snapshot (self->picture, snapshot, &self->selection, &context);
}

static void
wb_chart_view_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  WbChartView *self = WB_CHART_VIEW (widget);

  if (width != self->width || height != self->height)
    wb_chart_picture_jump (self->picture);
  self->width = width;
  self->height = height;
  wb_chart_view_get_layout (self);
}

static void
wb_chart_view_css_changed (GtkWidget         *widget,
                           GtkCssStyleChange *change)
{
  WbChartView *self = WB_CHART_VIEW (widget);
  const PangoFontDescription *font;
  const char *family;

  /* This updates the font. */
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

  g_clear_object (&self->input);
  g_clear_pointer (&self->picture, wb_chart_picture_free);
  g_clear_pointer (&self->dataset, wb_dataset_unref);
  g_clear_object (&self->atlas);

  G_OBJECT_CLASS (wb_chart_view_parent_class)->dispose (object);
}

static void
wb_chart_view_finalize (GObject *object)
{
  WbChartView *self = WB_CHART_VIEW (object);

  g_free (self->message_title);
  g_free (self->message_detail);
  g_free (self->description);
  g_free (self->region);
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

  /* WbChartView::region-changed: another region is on show, or the whole map. */
  signals[REGION_CHANGED] = g_signal_new ("region-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

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
  self->selection = (WbSelection) WB_SELECTION_INIT;
  self->picture = wb_chart_picture_new (GTK_WIDGET (self));
  self->input = wb_chart_input_new (GTK_WIDGET (self));
  wb_chart_view_follow_input (self);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);

  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (drop_layout), NULL);
}

/**
 * wb_chart_view_set_dataset:
 * @self: a chart view
 * @dataset: a dataset
 *
 * Shows a dataset, in place of another or of a message.
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
  show_other (self);
}

/**
 * wb_chart_view_set_message:
 * @self: a chart view
 * @title: why there is no chart, in a few words
 * @detail: more about it, can be empty
 *
 * Shows a message in place of a chart.
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
  show_other (self);
}

void
wb_chart_view_set_colors (WbChartView *self,
                          WbTheme      theme,
                          WbContrast   contrast)
{
  g_return_if_fail (WB_IS_CHART_VIEW (self));

  if (self->theme == theme && self->contrast == contrast)
    return;

  self->theme = theme;
  self->contrast = contrast;
  wb_chart_picture_drop_base (self->picture);
}

/**
 * wb_chart_view_set_label:
 * @self: a chart view
 * @label: the name of the chart
 *
 * Names the chart for assistive technology.
 */
void
wb_chart_view_set_label (WbChartView *self,
                         const char  *label)
{
  g_return_if_fail (WB_IS_CHART_VIEW (self));

  wb_accessible_set_label (GTK_WIDGET (self), label);
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
  show_other (self);
}

/**
 * wb_chart_view_set_style:
 * @self: a chart view
 * @style: what the board file says of the chart
 *
 * Sets how the data is drawn.
 */
void
wb_chart_view_set_style (WbChartView        *self,
                         const WbChartStyle *style)
{
  g_return_if_fail (WB_IS_CHART_VIEW (self));

  if (wb_chart_style_equal (&self->selection.style, style))
    return;

  self->selection.style = *style;
  show_other (self);
}

/**
 * wb_chart_view_get_page:
 * @self: a chart view
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
 * wb_chart_view_turns_pages:
 * @self: a chart view
 *
 * Returns: whether the chart turns its pages by itself: it has several, which are
 *   not chosen by name
 */
gboolean
wb_chart_view_turns_pages (WbChartView *self)
{
  g_return_val_if_fail (WB_IS_CHART_VIEW (self), FALSE);

  return self->dataset != NULL && self->message_title == NULL &&
         wb_chart_get_page_seconds (wb_dataset_get_kind (self->dataset)) > 0 &&
         wb_chart_count_pages (self->dataset) > 1;
}

/**
 * wb_chart_view_get_layout:
 * @self: a chart view
 *
 * Gets the current layout. It is made here if input arrives after a change and
 * before the next frame.
 *
 * Returns: (transfer none) (nullable): the layout, %NULL before the view has a size
 */
WbChartLayout *
wb_chart_view_get_layout (WbChartView *self)
{
  WbChartLayout *layout;
  WbRenderContext context;

  g_return_val_if_fail (WB_IS_CHART_VIEW (self), NULL);

  layout = wb_chart_picture_get_layout (self->picture);
  if (layout != NULL)
    return layout;
  if (gtk_widget_get_width (GTK_WIDGET (self)) < 1 || gtk_widget_get_height (GTK_WIDGET (self)) < 1)
    return NULL;

  if (self->atlas == NULL && self->dataset != NULL && wb_dataset_get_kind (self->dataset) == WB_CHART_MAP)
    {
      g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "wallboard", "maps", NULL);

      self->atlas = wb_atlas_new (folder);
    }

  context = get_context (self);
  if (self->message_title != NULL)
    layout = wb_chart_layout_new_message (self->message_title, self->message_detail, &context);
  else if (self->dataset != NULL)
    layout = wb_chart_layout_new (self->dataset, &self->selection, &context);
  if (layout == NULL)
    return NULL;

  wb_chart_picture_take_layout (self->picture, layout);
  if (self->cursor_dropped)
    self->selection.cursor = wb_chart_view_find_pointed (self, layout);
  self->cursor_dropped = FALSE;
  update_description (self);

  return layout;
}

/**
 * wb_chart_view_set_cursor:
 * @self: a chart view
 * @cursor: a mark of the layout, -1 for none
 *
 * Moves the data cursor to a mark, which shows its tooltip.
 */
void
wb_chart_view_set_cursor (WbChartView *self,
                          int          cursor)
{
  g_return_if_fail (WB_IS_CHART_VIEW (self));

  self->cursor_dropped = FALSE;
  if (self->selection.cursor == cursor)
    return;

  self->selection.cursor = cursor;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  update_description (self);
}

/**
 * wb_chart_view_get_cursor:
 * @self: a chart view
 *
 * Returns: the mark of the layout at the data cursor, or -1
 */
int
wb_chart_view_get_cursor (WbChartView *self)
{
  g_return_val_if_fail (WB_IS_CHART_VIEW (self), -1);

  if (self->cursor_dropped)
    wb_chart_view_get_layout (self);

  return self->selection.cursor;
}

/**
 * wb_chart_view_toggle_series:
 * @self: a chart view
 * @series: a series
 *
 * Hides a series, or shows it again. Only the first 64 can be hidden.
 */
void
wb_chart_view_toggle_series (WbChartView *self,
                             guint        series)
{
  g_return_if_fail (WB_IS_CHART_VIEW (self));

  if (series >= 64)
    return;

  self->selection.hidden ^= G_GUINT64_CONSTANT (1) << series;
  show_other (self);
}

/**
 * wb_chart_view_turn_legend:
 * @self: a chart view
 *
 * Shows the next entries of a legend that has no room for all; after the last
 * ones the first.
 */
void
wb_chart_view_turn_legend (WbChartView *self)
{
  g_return_if_fail (WB_IS_CHART_VIEW (self));

  self->selection.legend++;
  show_other (self);
}

/**
 * wb_chart_view_set_region:
 * @self: a chart view
 * @region: (nullable): the name of a region, %NULL for the whole map
 *
 * Shows a region of the map, or the whole map.
 */
void
wb_chart_view_set_region (WbChartView *self,
                          const char  *region)
{
  g_return_if_fail (WB_IS_CHART_VIEW (self));

  if (g_strcmp0 (region, self->region) == 0)
    return;

  g_free (self->region);
  self->region = g_strdup (region);
  self->selection.region = self->region;
  show_other (self);
  g_signal_emit (self, signals[REGION_CHANGED], 0);
}

/**
 * wb_chart_view_get_export_options:
 * @self: a chart view
 *
 * Gets the options of a file that shows the same as the view: size, colours,
 * page, region and hidden series. A PNG has twice the resolution, so that it is
 * sharp in a document.
 *
 * Returns: the options, whose pointers are owned by the view
 */
WbExportOptions
wb_chart_view_get_export_options (WbChartView *self)
{
  WbExportOptions options = WB_EXPORT_OPTIONS_INIT;

  g_return_val_if_fail (WB_IS_CHART_VIEW (self), options);

  options.width = MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1);
  options.height = MAX (gtk_widget_get_height (GTK_WIDGET (self)), 1);
  options.scale = 2;
  options.palette = wb_palette_lookup (self->theme, self->contrast);
  options.page = self->selection.page;
  options.hidden = self->selection.hidden;
  options.style = self->selection.style;
  options.font_family = self->font_family;
  options.atlas = self->atlas;
  options.region = self->region;
  options.right_to_left = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  return options;
}
