package dev.epochal.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpressionsTest {
    @Test
    void a_metric_is_told_from_functions_labels_and_words() {
        assertThat(Expressions.metrics("""
                histogram_quantile(0.99, sum by (le, route) (rate(a_bucket{method="POST",route=~"/v1/.+"}[5m])))
                  or vector(0) > max without (x) (b_total offset 5m)""")).containsExactly("a_bucket", "b_total");
    }

    @Test
    void a_variable_of_a_dashboard_asks_for_a_metric_too() {
        assertThat(Expressions.metrics("label_values(epochal_build_info{job=\"$job\"}, instance)"))
                .containsExactly("epochal_build_info");
    }
}
