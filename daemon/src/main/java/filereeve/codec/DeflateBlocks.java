package filereeve.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Makes a complete deflate stream (RFC 1951) one that another can follow, as zlib's `Z_SYNC_FLUSH`
/// does: the last block loses its mark of being the last, and an empty stored block fills the last
/// byte. So streams that were compressed independently become one.
///
/// libdeflate compresses whole buffers only, so the last block has to be found: this walks over the
/// codes of all blocks without decoding what they stand for.
///
/// Thread: one at a time.
final class DeflateBlocks {
  /// An empty last block, complete in two bytes, for the end of joined streams.
  static final byte[] END = {3, 0};

  private static final int STORED = 0;
  private static final int FIXED = 1;
  private static final int DYNAMIC = 2;

  private static final int END_OF_BLOCK = 256;
  private static final int LITERALS = 288;
  private static final int DISTANCES = 32;
  private static final int LONGEST_CODE = 15;
  private static final int LONGEST_LENGTH_CODE = 7;

  /// Two codes, with the bits that follow them.
  private static final int LONGEST_MATCH = LONGEST_CODE + 5 + LONGEST_CODE + 13;

  /// The order in which a dynamic block gives the lengths of the codes for code lengths.
  private static final int[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  /// Flags in a table, above the number of bits.
  private static final int BITS = 0x1f;

  private static final int IS_LENGTH = 0x20;
  private static final int IS_END = 0x40;

  /// Bits that are certain in eight bytes, from any bit of the first one on.
  private static final int NEXT_BITS = 57;

  private final Table literals = new Table(LONGEST_CODE);
  private final Table distances = new Table(LONGEST_CODE);
  private final Table lengthCodes = new Table(LONGEST_LENGTH_CODE);
  private final int[] lengths = new int[LITERALS + DISTANCES];

  private ByteBuffer in = ByteBuffer.allocate(0);

  /// Bits that were read.
  private int at;

  /// The first bit of the last block.
  private int last;

  /// Opens the stream from position to limit. Afterwards the limit is after the empty block.
  ///
  /// @param stream has a capacity of at least eight bytes beyond the limit
  /// @throws IOException if it is not a deflate stream
  void open(ByteBuffer stream) throws IOException {
    int from = stream.position();
    int end = stream.remaining();
    stream.limit(from + end + Long.BYTES);
    in = stream.slice().order(ByteOrder.LITTLE_ENDIAN);
    walk(end);
    in.put(last >>> 3, (byte) (in.get(last >>> 3) & ~(1 << (last & 7))));
    int blockHeader = at + 3 <= (end << 3) ? 0 : 1; // zeros after the last code can hold it
    stream.limit(from + end + blockHeader + 4);
    in.position(end);
    if (blockHeader > 0) {
      in.put((byte) 0);
    }
    in.putInt(0xffff0000);
  }

  /// A complete stream of what remains in `frame`: as the end of the archive makes it.
  ///
  /// @param frame has a capacity of at least two bytes beyond its limit, which are overwritten
  static ByteBuffer ended(ByteBuffer frame) {
    int end = frame.limit();
    ByteBuffer stream = frame.duplicate();
    return stream.limit(end + END.length).put(end, END);
  }

  private void walk(int end) throws IOException {
    at = 0;
    boolean more = true;
    while (more) {
      last = at;
      more = read(1) == 0;
      block(end << 3);
    }
    if ((at + 7) >>> 3 != end) {
      throw damaged();
    }
  }

  private void block(int endBit) throws IOException {
    switch (read(2)) {
      case STORED -> {
        at = (at + 7) & ~7;
        int length = read(16);
        at += 16 + (length << 3);
      }
      case FIXED -> {
        fixed();
        codes();
      }
      case DYNAMIC -> {
        dynamic();
        codes();
      }
      default -> throw damaged();
    }
    if (at > endBit) {
      throw damaged();
    }
  }

  /// Skips the codes of one block. A match is two codes, each with further bits.
  private void codes() throws IOException {
    long bits = 0;
    int left = 0; // of these bits
    int entry;
    do {
      if (left < LONGEST_MATCH) {
        bits = next();
        left = NEXT_BITS;
      }
      entry = literals.entry(bits);
      int length = entry & BITS;
      if ((entry & IS_LENGTH) != 0) {
        length += distances.entry(bits >>> length) & BITS;
      }
      at += length;
      bits >>>= length;
      left -= length;
    } while ((entry & IS_END) == 0);
    if ((entry & BITS) == 0) {
      throw damaged();
    }
  }

  private void fixed() throws IOException {
    Arrays.fill(lengths, 0, 144, 8);
    Arrays.fill(lengths, 144, 256, 9);
    Arrays.fill(lengths, 256, 280, 7);
    Arrays.fill(lengths, 280, LITERALS, 8);
    literals.fill(lengths, 0, LITERALS, DeflateBlocks::literal);
    Arrays.fill(lengths, 0, DISTANCES, 5);
    distances.fill(lengths, 0, DISTANCES, DeflateBlocks::distance);
  }

  private void dynamic() throws IOException {
    int literalCount = 257 + read(5);
    int distanceCount = 1 + read(5);
    int lengthCount = 4 + read(4);
    if (literalCount > LITERALS) {
      throw damaged();
    }
    Arrays.fill(lengths, 0, ORDER.length, 0);
    for (int i = 0; i < lengthCount; i++) {
      lengths[ORDER[i]] = read(3);
    }
    lengthCodes.fill(lengths, 0, ORDER.length, symbol -> symbol << 3);
    codeLengths(literalCount + distanceCount);
    literals.fill(lengths, 0, literalCount, DeflateBlocks::literal);
    distances.fill(lengths, literalCount, distanceCount, DeflateBlocks::distance);
  }

  private void codeLengths(int count) throws IOException {
    int i = 0;
    while (i < count) {
      int entry = lengthCodes.entry(next()) & 0xff;
      at += entry & 7;
      int symbol = entry >>> 3;
      int value = symbol < 16 ? symbol : symbol == 16 && i > 0 ? lengths[i - 1] : 0;
      int repeat =
          switch (symbol) {
            case 16 -> 3 + read(2);
            case 17 -> 3 + read(3);
            case 18 -> 11 + read(7);
            default -> 1;
          };
      if (i + repeat > count) {
        throw damaged();
      }
      Arrays.fill(lengths, i, i + repeat, value);
      i += repeat;
    }
  }

  private int read(int bits) throws IOException {
    int value = (int) next() & ((1 << bits) - 1);
    at += bits;
    return value;
  }

  /// The next [#NEXT_BITS].
  private long next() throws IOException {
    if (at >>> 3 > in.limit() - Long.BYTES) {
      throw damaged();
    }
    return in.getLong(at >>> 3) >>> (at & 7);
  }

  private static IOException damaged() {
    return new IOException("not a complete deflate stream");
  }

  /// Flags, and the bits that follow the symbol's code.
  private static int literal(int symbol) {
    if (symbol < END_OF_BLOCK) {
      return 0;
    } else if (symbol == END_OF_BLOCK) {
      return IS_END;
    } else {
      boolean hasExtra = symbol >= 265 && symbol < 285;
      return IS_LENGTH | (hasExtra ? (symbol - 261) >> 2 : 0);
    }
  }

  private static int distance(int symbol) {
    return symbol < 4 ? 0 : (symbol - 2) >> 1;
  }

  /// What each code stands for, found by the next bits: the number of bits to skip, and flags.
  private static final class Table {
    private interface Meaning {
      int of(int symbol);
    }

    /// At most 32 KiB, which a processor's first cache holds.
    private final byte[] entries;

    private int mask;

    Table(int longestCode) {
      this.entries = new byte[1 << longestCode];
    }

    int entry(long bits) {
      return entries[(int) bits & mask];
    }

    /// Builds the codes of these lengths (RFC 1951, 3.2.2).
    void fill(int[] lengths, int from, int count, Meaning meaning) throws IOException {
      var next = new int[LONGEST_CODE + 2];
      for (int i = from; i < from + count; i++) {
        next[lengths[i] + 1]++;
      }
      next[1] = 0;
      int longest = LONGEST_CODE;
      while (longest > 1 && next[longest + 1] == 0) {
        longest--;
      }
      for (int length = 2; length <= LONGEST_CODE; length++) {
        next[length] = (next[length] + next[length - 1]) << 1;
      }
      mask = (1 << longest) - 1;
      Arrays.fill(entries, 0, mask + 1, (byte) IS_END); // no code begins like this
      for (int symbol = 0; symbol < count; symbol++) {
        int length = lengths[from + symbol];
        if (length > 0) {
          int code = Integer.reverse(next[length]++) >>> (Integer.SIZE - length);
          byte entry = (byte) (length + meaning.of(symbol));
          for (int i = code; i <= mask; i += 1 << length) {
            entries[i] = entry;
          }
        }
      }
    }
  }
}
