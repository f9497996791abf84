package filereeve.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Creates archives in memory, frame by frame as on disk.
final class ArchiveBytes {
  private ArchiveBytes() {}

  static byte[] of(Coders coders, Codec codec, Level level, byte[] content)
      throws IOException, InterruptedException {
    var archive = new ByteArrayOutputStream();
    ByteBuffer direct = ByteBuffer.allocateDirect(codec.frame());
    ByteBuffer frame = ByteBuffer.allocateDirect(Codec.LARGEST_COMPRESSED);
    Envelope envelope = codec.envelope();
    archive.writeBytes(envelope.head());
    try (FrameCoder coder = coders.create(codec, level, content.length)) {
      int at = 0;
      do {
        int length = Math.min(codec.frame(), content.length - at);
        direct.clear().put(content, at, length).flip();
        coder.compress(direct, frame.clear(), () -> {});
        archive.writeBytes(bytes(frame.flip()));
        envelope.add(direct.rewind(), frame.rewind());
        expandsAgain(coder, frame.rewind(), direct.rewind());
        at += length;
      } while (at < content.length);
    }
    archive.writeBytes(envelope.tail());
    return archive.toByteArray();
  }

  private static void expandsAgain(FrameCoder coder, ByteBuffer frame, ByteBuffer content)
      throws IOException, InterruptedException {
    byte[] before = bytes(content);
    coder.expand(frame, content.rewind(), () -> {});
    if (!Arrays.equals(before, bytes(content.flip()))) {
      throw new IOException("the coder does not read what it wrote");
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
