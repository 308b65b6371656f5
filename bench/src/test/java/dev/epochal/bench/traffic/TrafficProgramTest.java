package dev.epochal.bench.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.epochal.client.Octets;
import dev.epochal.mls.framing.MlsMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrafficProgramTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void a_share_of_a_plan_is_written_and_read_again() throws Exception {
        var plan = new TrafficPlan(3, 2, 4, 2, 64, 2, 101);

        var groups = new ArrayList<GroupTraffic>();
        var stocks = new ArrayList<StockTraffic>();
        for (int share = 0; share < 2; share++) {
            var file = folder.resolve("share" + share);
            var arguments = new ArrayList<>(List.of(file.toString(), Integer.toString(share), "2"));
            arguments.addAll(plan.arguments());
            TrafficProgram.main(arguments.toArray(String[]::new));
            TrafficFile.read(file, groups, stocks);
        }

        assertThat(groups).hasSize(3).extracting(GroupTraffic::groupId).doesNotHaveDuplicates();
        assertThat(groups).allSatisfy(group -> {
            assertThat(group.registrations())
                    .extracting(Registration::user)
                    .hasSize(2)
                    .contains(group.user());
            assertThat(group.preparation()).hasSize(2);
            assertThat(group.commits()).hasSize(4);
            assertThat(group.messages()).hasSize(2);
        });
        assertThat(stocks)
                .hasSize(2)
                .allSatisfy(stock -> assertThat(stock.publications()).hasSize(2));
        var commit = Octets.parse(JSON.readTree(groups.getFirst().commits().getLast())
                .get("commit")
                .textValue());
        assertThat(MlsMessage.parse(commit.toArray())).isInstanceOf(MlsMessage.OfPublicMessage.class);
    }

    @Test
    void a_plan_survives_the_command_line() {
        var plan = new TrafficPlan(1, 2, 3, 4, 5, 6, 7);

        assertThat(TrafficPlan.parse(plan.arguments())).isEqualTo(plan);
        assertThat(plan.work()).isEqualTo(1 + 2 + 3 + 4 + 6 * 7);
    }
}
