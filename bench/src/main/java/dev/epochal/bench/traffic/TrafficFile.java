package dev.epochal.bench.traffic;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Reads what a [TrafficProgram] wrote.
final class TrafficFile {
    static final int GROUP = 'G';
    static final int STOCK = 'S';
    static final int END = 'E';

    private TrafficFile() {}

    static void read(Path file, List<GroupTraffic> groups, List<StockTraffic> stocks) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
            for (int kind = in.readByte(); kind != END; kind = in.readByte()) {
                switch (kind) {
                    case GROUP -> groups.add(GroupTraffic.read(in));
                    case STOCK -> stocks.add(StockTraffic.read(in));
                    default -> throw new IOException("Kind " + kind + " in " + file + "; delete the file");
                }
            }
        }
    }
}
