package io.vicinal.evaluation.report;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * A chart as inline SVG. Text is drawn as outlines in the colour of the page's own text, so that a chart needs no font
 * and reads in light and dark.
 */
final class InlineSvg {
    static final int WIDTH = 760;
    static final int HEIGHT = 340;
    private static final Color CLEAR = new Color(0, 0, 0, 0);
    private static final Color GRID = new Color(136, 136, 136);
    /** Dark enough on white, light enough on near-black. */
    private static final Color[] PALETTE = {
        new Color(0x3b82c4), new Color(0xd9822b), new Color(0x3f9d5b), new Color(0xa364c8), new Color(0xc9504f)
    };
    /** Black is drawn by us for text only. */
    private static final String TEXT = "rgb(0,0,0)";

    static void style(AxesChartStyler styler) {
        styler.setChartBackgroundColor(CLEAR);
        styler.setPlotBackgroundColor(CLEAR);
        styler.setLegendBackgroundColor(CLEAR);
        styler.setLegendBorderColor(CLEAR);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(GRID);
        styler.setChartFontColor(Color.BLACK);
        styler.setAxisTickLabelsColor(Color.BLACK);
        styler.setLegendPosition(LegendPosition.OutsideE);
        styler.setSeriesColors(PALETTE);
    }

    /** @param title said to screen readers */
    static String of(String title, Chart<?, ?> chart) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsFormat.SVG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String svg = out.toString(StandardCharsets.UTF_8);
        // without the XML prologue and namespaces, which a page's own SVG does not need
        return svg.substring(svg.indexOf("<svg"))
                .replaceFirst(
                        "<svg[^>]*>",
                        "<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" role=\"img\" aria-label=\""
                                + Html.escape(title) + "\">")
                .replace(TEXT, "currentColor");
    }

    private InlineSvg() {}
}
