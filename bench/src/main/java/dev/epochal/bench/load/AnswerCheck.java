package dev.epochal.bench.load;

/// Says what is wrong with an answer. Must be thread-safe.
@FunctionalInterface
public interface AnswerCheck {
    /// The kind of problem; empty for none.
    String problem(HttpAnswer answer);

    /// Takes this status, but for the receipt of an earlier run: nothing was done for it.
    static AnswerCheck status(int expected) {
        return answer -> {
            var text = answer.text();
            if (answer.status() != expected) {
                return type(answer.status(), text);
            }
            return text.contains("\"replayed\":true") ? "replayed" : "";
        };
    }

    private static String type(int status, String text) {
        var marker = "/problems/";
        int at = text.indexOf(marker);
        int end = at < 0 ? -1 : text.indexOf('"', at);
        return end < 0 ? "http-" + status : text.substring(at + marker.length(), end);
    }
}
