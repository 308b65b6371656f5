package dev.epochal.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The page at /docs is kept beside the description. To write it anew: `mvn -pl api test -Dtest=DescriptionPageTest
/// -Depochal.docs=write`.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class DescriptionPageTest {
    private static final Path PAGE = Path.of("src/main/resources/docs.html");

    private final String page;

    DescriptionPageTest() throws IOException {
        var description = new YAMLMapper()
                .readTree(Path.of("src/main/resources/openapi.yaml").toFile());
        page = new DescriptionPage(description, Files.readString(Path.of("src/test/resources/docs.css"))).write();
        if ("write".equals(System.getProperty("epochal.docs"))) {
            Files.writeString(PAGE, page);
        }
    }

    @Test
    void the_page_is_what_the_description_says() throws IOException {
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    @Test
    void the_page_needs_nothing_from_anywhere() {
        assertThat(page).doesNotContain("http:", "<script", "<img", "<link", "url(", "@import");
        var outside = Pattern.compile("https:[^\"< ]*")
                .matcher(page)
                .results()
                .map(match -> match.group())
                .filter(address -> !address.startsWith("https://epochal.dev/problems/"))
                .toList();
        assertThat(outside).isEmpty();
    }

    @Test
    void each_link_of_the_page_leads_somewhere() {
        var places = Pattern.compile("id=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        var links = Pattern.compile("href=\"#([^\"]+)\"")
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(places).contains(link));
    }
}
