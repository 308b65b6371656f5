package dev.epochal.bench.traffic;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// Makes one share of a plan's traffic and writes it to a file. A program of its own, because the MLS engine lets only
/// one thread of a program in: this is how the traffic is made on all cores.
///
/// Arguments: the file, which share, of how many shares, the plan. Prints how many messages were made as it goes.
public final class TrafficProgram {
    private TrafficProgram() {}

    /// Runs the program.
    public static void main(String[] arguments) throws IOException {
        var file = Path.of(arguments[0]);
        int share = Integer.parseInt(arguments[1]);
        int shares = Integer.parseInt(arguments[2]);
        var plan = TrafficPlan.parse(List.of(arguments).subList(3, arguments.length));
        var maker = new TrafficMaker(plan, made -> System.out.println(made));
        var unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 20))) {
            for (int index = share; index < plan.groups(); index += shares) {
                out.writeByte(TrafficFile.GROUP);
                maker.group(index).write(out);
            }
            for (int index = share; index < plan.users(); index += shares) {
                out.writeByte(TrafficFile.STOCK);
                maker.stock(index).write(out);
            }
            out.writeByte(TrafficFile.END);
        }
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
