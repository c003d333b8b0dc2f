package io.vicinal.evaluation.report;

import java.awt.Color;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.CategoryStyler;

/** Grouped bars. */
public final class BarChart {
    /**
     * @param title said to screen readers, too
     * @param series name to one value for each category
     */
    public static String svg(
            String title, String axis, List<String> categories, Map<String, List<Double>> series, String labels) {
        System.setProperty("java.awt.headless", "true");
        CategoryChart chart = new CategoryChartBuilder()
                .width(InlineSvg.WIDTH)
                .height(InlineSvg.HEIGHT)
                .yAxisTitle(axis)
                .build();
        style(chart.getStyler(), labels);
        series.forEach((name, values) -> chart.addSeries(name, categories, values));
        return InlineSvg.of(title, chart);
    }

    private static void style(CategoryStyler styler, String labels) {
        InlineSvg.style(styler);
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setLabelsFontColor(Color.BLACK);
        styler.setLabelsVisible(true);
        styler.setLabelsFontColorAutomaticEnabled(false);
        styler.setLabelsPosition(1);
        styler.setYAxisMin(0.0);
        styler.setYAxisDecimalPattern(labels);
        styler.setAvailableSpaceFill(0.8);
    }

    private BarChart() {}
}
