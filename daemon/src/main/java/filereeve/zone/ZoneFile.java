package filereeve.zone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A compiled time zone (RFC 9636), such as `/etc/localtime` where it is a copy.
///
/// @param first the offset before the first change
/// @param offsets by the instants from which they hold
/// @param after holds after the last of them
record ZoneFile(
    ZoneOffset first, NavigableMap<Instant, ZoneOffset> offsets, Optional<PosixZone> after)
    implements Offsets {
  /// The largest that there is has under 4 KiB.
  private static final int LONGEST = 1 << 20;

  private static final int MAGIC = 0x545A6966;
  private static final int RESERVED = 15;

  /// @throws IOException if it cannot be read or is no such file
  static ZoneFile read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(ByteBuffer.wrap(in.readNBytes(LONGEST)));
    } catch (BufferUnderflowException | IllegalArgumentException | DateTimeException e) {
      throw new IOException(file + " is not a time zone", e);
    }
  }

  /// The first part has times of 32 bits, for old programs; a second one has the same with 64.
  private static ZoneFile parse(ByteBuffer in) throws IOException {
    Counts old = Counts.read(in);
    if (old.version < '2') {
      throw new IllegalArgumentException("it ends in 2038");
    }
    in.position(in.position() + old.bytes(4));
    Counts counts = Counts.read(in);
    long[] times = new long[counts.times];
    for (int i = 0; i < times.length; i++) {
      times[i] = in.getLong();
    }
    byte[] types = new byte[counts.times];
    in.get(types);
    var offsets = new ZoneOffset[counts.types];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = ZoneOffset.ofTotalSeconds(in.getInt());
      in.getShort();
    }
    in.position(in.position() + counts.chars + counts.leaps * 12 + counts.standards + counts.utcs);
    var changes = new TreeMap<Instant, ZoneOffset>();
    for (int i = 0; i < times.length; i++) {
      changes.put(
          Instant.ofEpochSecond(times[i]), offsets[Byte.toUnsignedInt(types[i]) % offsets.length]);
    }
    String rest = StandardCharsets.US_ASCII.decode(in).toString().strip();
    return new ZoneFile(offsets[0], changes, PosixZone.parse(rest));
  }

  private record Counts(
      int version, int utcs, int standards, int leaps, int times, int types, int chars) {
    static Counts read(ByteBuffer in) {
      if (in.getInt() != MAGIC) {
        throw new IllegalArgumentException("it has another magic number");
      }
      int version = in.get();
      in.position(in.position() + RESERVED);
      var counts =
          new Counts(version, count(in), count(in), count(in), count(in), count(in), count(in));
      if (counts.types == 0) {
        throw new IllegalArgumentException("it has no offset");
      }
      return counts;
    }

    private static int count(ByteBuffer in) {
      int count = in.getInt();
      if (count < 0 || count > LONGEST) {
        throw new IllegalArgumentException("it has a wrong length");
      }
      return count;
    }

    /// @param time bytes of one
    int bytes(int time) {
      return times * (time + 1) + types * 6 + chars + leaps * (time + 4) + standards + utcs;
    }
  }

  @Override
  public ZoneOffset at(Instant time) {
    var found = offsets.floorEntry(time);
    if (found == null) {
      return first;
    }
    boolean isLast = found.equals(offsets.lastEntry());
    return isLast && after.isPresent() ? after.get().at(time) : found.getValue();
  }

  @Override
  public List<Instant> changes(Instant from, Instant last) {
    Instant known = offsets.isEmpty() ? Instant.MIN : offsets.lastKey();
    Instant later = known.isAfter(from) ? known : from;
    return Stream.concat(
            offsets.keySet().stream().filter(time -> time.isAfter(from) && !time.isAfter(last)),
            after.stream().flatMap(rules -> rules.changes(later, last).stream()))
        .toList();
  }
}
