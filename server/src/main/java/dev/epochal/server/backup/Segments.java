package dev.epochal.server.backup;

import com.google.protobuf.ByteString;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Files of records: `EPOCHAL1`, then each record with its lengths, all of it through gzip.
final class Segments {
    private static final byte[] MAGIC = {'E', 'P', 'O', 'C', 'H', 'A', 'L', '1'};
    private static final int BUFFER = 1 << 20;
    /// No topic takes more.
    private static final int OCTETS_MAX = 16 << 20;
    private static final int HEADINGS_MAX = 64;
    private static final int RECORD_FOLLOWS = 1;
    private static final int END = 0;

    private Segments() {}

    /// Writes a file. It is on the disk when it is closed.
    static final class Writer implements AutoCloseable {
        private final FileChannel channel;
        private final DataOutputStream out;

        Writer(Path file) throws IOException {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            out = new DataOutputStream(
                    new BufferedOutputStream(new GZIPOutputStream(unclosed(channel), BUFFER), BUFFER));
            out.write(MAGIC);
        }

        private static OutputStream unclosed(FileChannel channel) {
            return new OutputStream() {
                @Override
                public void write(int octet) throws IOException {
                    write(new byte[] {(byte) octet}, 0, 1);
                }

                @Override
                public void write(byte[] octets, int from, int count) throws IOException {
                    var buffer = ByteBuffer.wrap(octets, from, count);
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                }
            };
        }

        void write(LoggedRecord record) throws IOException {
            out.writeByte(RECORD_FOLLOWS);
            out.writeLong(record.offset());
            out.writeLong(record.timestampMs());
            write(record.key());
            write(record.value());
            out.writeInt(record.headings().size());
            for (var heading : record.headings()) {
                out.writeUTF(heading.name());
                write(heading.value());
            }
        }

        private void write(ByteString octets) throws IOException {
            out.writeInt(octets.size());
            octets.writeTo(out);
        }

        @Override
        public void close() throws IOException {
            try (channel) {
                out.writeByte(END);
                out.close();
                channel.force(true);
            }
        }
    }

    /// Reads all records of a file, in order.
    ///
    /// @return how many there are
    /// @throws BackupException if the file is damaged
    static long read(Path file, Consumer<LoggedRecord> records) {
        long count = 0;
        try (var in = new DataInputStream(
                new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file), BUFFER), BUFFER))) {
            if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                throw damaged(file, "it doesn't begin as one");
            }
            while (in.readByte() != END) {
                records.accept(record(in, file));
                count++;
            }
            return count;
        } catch (EOFException e) {
            throw new BackupException(file + " is cut off", e);
        } catch (IOException e) {
            throw new BackupException(file + " can't be read: " + e.getMessage(), e);
        }
    }

    private static LoggedRecord record(DataInputStream in, Path file) throws IOException {
        long offset = in.readLong();
        long timestamp = in.readLong();
        var key = octets(in, file);
        var value = octets(in, file);
        int count = in.readInt();
        if (count < 0 || count > HEADINGS_MAX) {
            throw damaged(file, "a record has " + count + " headers");
        }
        var headings = new ArrayList<LoggedRecord.Heading>();
        for (int i = 0; i < count; i++) {
            headings.add(new LoggedRecord.Heading(in.readUTF(), octets(in, file)));
        }
        return new LoggedRecord(offset, timestamp, key, value, headings);
    }

    private static ByteString octets(DataInputStream in, Path file) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > OCTETS_MAX) {
            throw damaged(file, "a part has " + length + " octets");
        }
        var octets = in.readNBytes(length);
        if (octets.length != length) {
            throw new EOFException();
        }
        return ByteString.copyFrom(octets);
    }

    private static BackupException damaged(Path file, String how) {
        return new BackupException(file + " is no file of events: " + how);
    }

    /// SHA-256 of a file, in hexadecimal digits.
    static String sha256(Path file) {
        var digest = digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new BackupException(file + " can't be read: " + e.getMessage(), e);
        }
    }

    static String sha256(byte[] octets) {
        return HexFormat.of().formatHex(digest().digest(octets));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java platform has SHA-256", e);
        }
    }
}
