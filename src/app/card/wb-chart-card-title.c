/* wb-chart-card-title.c: the title of a card, and its page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chart-card-private.h"

#include "support/wb-accessible.h"

guint
wb_chart_card_count_pages (WbChartCard *self)
{
  return self->dataset != NULL ? wb_chart_count_pages (self->dataset) : 0;
}

/* The page of the view may be past the end after the data changed. */
guint
wb_chart_card_get_page (WbChartCard *self)
{
  guint n_pages = wb_chart_card_count_pages (self);

  return n_pages > 0 ? wb_chart_view_get_page (self->view) % n_pages : 0;
}

/* The translated name of the region on show, or NULL for the whole map. */
static char *
dup_region_title (WbChartCard *self)
{
  WbExportOptions options = wb_chart_view_get_export_options (self->view);

  if (options.region == NULL || options.atlas == NULL)
    return NULL;

  return wb_atlas_dup_title (options.atlas, options.region,
                             !g_str_has_prefix (g_get_language_names ()[0], "zh"));
}

/* The title of the page on show, or NULL for pages without one. */
static char *
dup_page_title (WbChartCard *self)
{
  g_autofree char *page_title = NULL;

  if (self->kind == WB_CHART_MAP)
    return dup_region_title (self);

  if (wb_chart_card_count_pages (self) > 0)
    page_title = wb_chart_dup_page_title (self->dataset, wb_chart_card_get_page (self));
  if (g_strcmp0 (page_title, wb_chart_get_default_title (self->kind)) == 0)
    return NULL;

  return g_steal_pointer (&page_title);
}

/**
 * wb_chart_card_get_title:
 * @self: a card
 *
 * Returns: (transfer none): the title of the plan, or that of the kind of chart
 */
const char *
wb_chart_card_get_title (WbChartCard *self)
{
  g_return_val_if_fail (WB_IS_CHART_CARD (self), NULL);

  return self->own_title != NULL ? self->own_title : wb_chart_get_default_title (self->kind);
}

/* Pages with a name (a type, a category) show it; the others show their number. */
void
wb_chart_card_update_title (WbChartCard *self)
{
  g_autofree char *page_title = dup_page_title (self);
  g_autofree char *accessible = NULL;
  const char *title = wb_chart_card_get_title (self);
  guint n_pages = wb_chart_card_count_pages (self);

  gtk_widget_set_visible (GTK_WIDGET (self->type_button), self->kind == WB_CHART_TREND && n_pages > 1);
  gtk_widget_set_visible (GTK_WIDGET (self->title), !gtk_widget_get_visible (GTK_WIDGET (self->type_button)));
  gtk_widget_set_visible (GTK_WIDGET (self->pager), self->kind != WB_CHART_TREND && n_pages > 1);

  if (self->kind == WB_CHART_TREND && page_title != NULL && self->own_title == NULL)
    title = page_title;
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->type_label, title);

  if (self->kind != WB_CHART_TREND && page_title != NULL)
    {
      wb_pager_set_name (self->pager, page_title);
      accessible = g_strdup_printf ("%s, %s", title, page_title);
    }
  else if (self->kind == WB_CHART_RANK)
    {
      /* The bars scroll by one, so a page number would mean nothing. */
      wb_pager_set_name (self->pager, "");
    }
  else
    {
      wb_pager_set_count (self->pager, wb_chart_card_get_page (self), n_pages);
    }

  wb_chart_view_set_label (self->view, accessible != NULL ? accessible : title);
  wb_accessible_set_label (GTK_WIDGET (self), title);
}

/* The title tells a screen reader the buttons of several cards apart. */
void
wb_chart_card_name_button (WbChartCard *self)
{
  GtkWidget *button = GTK_WIDGET (self->full_screen_button);
  g_autofree char *label = g_strdup_printf ("%s: %s", wb_chart_card_get_title (self),
                                            gtk_widget_get_tooltip_text (button));

  wb_accessible_set_label (button, label);
}

/* Shows the page of the plan. The type of a trend is only the initial one, so it is chosen once. */
void
wb_chart_card_choose_page (WbChartCard *self)
{
  const WbBoardChart chart = { .kind = self->kind, .page = self->fixed_page, .type = self->type };

  if (self->dataset == NULL || (self->type == NULL && self->fixed_page == 0))
    return;

  wb_chart_view_set_page (self->view, wb_board_chart_get_page (&chart, self->dataset));
  g_clear_pointer (&self->type, g_free);
}

/**
 * wb_chart_card_set_plan:
 * @self: a card
 * @chart: its chart in the plan of the board
 *
 * Sets title and page.
 */
void
wb_chart_card_set_plan (WbChartCard        *self,
                        const WbBoardChart *chart)
{
  g_return_if_fail (WB_IS_CHART_CARD (self));
  g_return_if_fail (chart != NULL && chart->kind == self->kind);

  if (g_strcmp0 (self->plan_type, chart->type) != 0 || self->fixed_page != chart->page)
    {
      g_free (self->plan_type);
      self->plan_type = g_strdup (chart->type);
      g_free (self->type);
      self->type = g_strdup (chart->type);
      self->fixed_page = chart->page;
      wb_chart_card_choose_page (self);
    }
  wb_chart_view_set_style (self->view, &chart->style);
  if (g_strcmp0 (self->own_title, chart->title) != 0)
    {
      g_free (self->own_title);
      self->own_title = g_strdup (chart->title);
    }
  wb_chart_card_update_title (self);
  wb_chart_card_name_button (self);
  wb_chart_card_update_paging (self);
}
