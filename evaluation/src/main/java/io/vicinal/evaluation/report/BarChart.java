package io.vicinal.evaluation.report;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * Grouped bars as inline SVG. Text is drawn as outlines in the colour of the page's own text, so that a chart needs no
 * font and reads in light and dark.
 */
public final class BarChart {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 340;
    private static final Color CLEAR = new Color(0, 0, 0, 0);
    private static final Color GRID = new Color(136, 136, 136);
    /** Dark enough on white, light enough on near-black. */
    private static final Color[] PALETTE = {
        new Color(0x3b82c4), new Color(0xd9822b), new Color(0x3f9d5b), new Color(0xa364c8), new Color(0xc9504f)
    };
    /** Black is drawn by us for text only. */
    private static final String TEXT = "rgb(0,0,0)";

    /**
     * @param title said to screen readers, too
     * @param series name to one value for each category
     */
    public static String svg(
            String title, String axis, List<String> categories, Map<String, List<Double>> series, String labels) {
        System.setProperty("java.awt.headless", "true");
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .yAxisTitle(axis)
                .build();
        style(chart.getStyler(), labels);
        series.forEach((name, values) -> chart.addSeries(name, categories, values));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsFormat.SVG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return inline(title, out.toString(StandardCharsets.UTF_8));
    }

    private static void style(CategoryStyler styler, String labels) {
        styler.setChartBackgroundColor(CLEAR);
        styler.setPlotBackgroundColor(CLEAR);
        styler.setLegendBackgroundColor(CLEAR);
        styler.setLegendBorderColor(CLEAR);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setChartFontColor(Color.BLACK);
        styler.setAxisTickLabelsColor(Color.BLACK);
        styler.setLabelsFontColor(Color.BLACK);
        styler.setLabelsVisible(true);
        styler.setLabelsFontColorAutomaticEnabled(false);
        styler.setLabelsPosition(1);
        styler.setLegendPosition(LegendPosition.OutsideE);
        styler.setSeriesColors(PALETTE);
        styler.setYAxisMin(0.0);
        styler.setYAxisDecimalPattern(labels);
        styler.setAvailableSpaceFill(0.8);
    }

    /** Leaves out the XML prologue and namespaces, which a page's own SVG does not need. */
    private static String inline(String title, String svg) {
        String body = svg.substring(svg.indexOf("<svg"));
        return body.replaceFirst(
                        "<svg[^>]*>",
                        "<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" role=\"img\" aria-label=\""
                                + Html.escape(title) + "\">")
                .replace(TEXT, "currentColor");
    }

    private BarChart() {}
}
