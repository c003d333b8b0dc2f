package io.vicinal.evaluation.report;

import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines through points. */
public final class LineChart {
    private static final int MARKER = 6;

    public record Point(double x, double y) {}

    /**
     * @param title said to screen readers, too
     * @param series name to points in the order of the line
     */
    public static String svg(String title, String xAxis, String yAxis, Map<String, List<Point>> series) {
        System.setProperty("java.awt.headless", "true");
        XYChart chart = new XYChartBuilder()
                .width(InlineSvg.WIDTH)
                .height(InlineSvg.HEIGHT)
                .xAxisTitle(xAxis)
                .yAxisTitle(yAxis)
                .build();
        XYStyler styler = chart.getStyler();
        InlineSvg.style(styler);
        styler.setMarkerSize(MARKER);
        series.forEach((name, points) -> chart.addSeries(
                        name,
                        points.stream().mapToDouble(Point::x).toArray(),
                        points.stream().mapToDouble(Point::y).toArray())
                .setMarker(SeriesMarkers.CIRCLE));
        return InlineSvg.of(title, chart);
    }

    private LineChart() {}
}
