package filereeve.codec;

import filereeve.codec.Compressors.Turn;
import filereeve.posix.Fd;
import filereeve.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Writes the archive of one file, frame by frame, and verifies it. One thread handles a frame: it
/// reads and compresses the content, waits until the frames before it are written, writes the
/// frame, reads it back from the file and compares it with the content. So frames are compressed
/// and verified at the same time, and each thread holds only one.
///
/// Length and CRC32 are compared, in addition to the archive's own checksums. They detect damage by
/// a disk, memory or an encoder, not forgery.
///
/// Thread: [#write] is called by one thread, which reports progress; others call [#helpWithOne].
public final class FramedArchive {
  private final Posix posix;
  private final Fd source;
  private final long size;
  private final Fd archive;
  private final Codec codec;
  private final Level level;
  private final LongConsumer progress;
  private final FrameOrder order;
  private final Envelope envelope;

  /// Bytes of content that the calling thread has been given since it could last give way.
  private int inTurn;

  /// The coder of the whole file, if the format needs one. Only the calling thread uses it.
  private @Nullable FrameCoder ownCoder;

  /// @param size of the source: later bytes are not read
  /// @param archive empty, open for writing and reading
  /// @param progress is called with how many bytes of content were written or read back
  public FramedArchive(
      Posix posix,
      Fd source,
      long size,
      Fd archive,
      Codec codec,
      Level level,
      LongConsumer progress) {
    this.posix = posix;
    this.source = source;
    this.size = size;
    this.archive = archive;
    this.codec = codec;
    this.level = level;
    this.progress = progress;
    this.order = new FrameOrder(size, codec.frame());
    this.envelope = codec.envelope();
  }

  /// @return false if the source is shorter than `size`
  /// @throws IOException also if a frame does not read back as it was written
  public boolean write(Compressors compressors) throws IOException, InterruptedException {
    try (Turn turn = compressors.take(codec, size, this::report)) {
      surround(turn.workspace(), envelope.head());
      frames(compressors, turn);
      boolean complete = order.result();
      if (complete) {
        surround(turn.workspace(), envelope.tail());
      }
      report();
      return complete;
    }
  }

  private void frames(Compressors compressors, Turn turn) {
    try {
      if (codec.isParallel() && size > codec.frame()) {
        compressors.help(this);
      }
      boolean more = true;
      while (more) {
        more = next(turn);
      }
    } finally {
      compressors.withdraw(this);
      order.awaitHelpers();
      closeOwnCoder();
    }
  }

  private FrameCoder coder(Workspace workspace) throws IOException {
    if (!codec.isOneFrame()) {
      return workspace.coder(codec, level);
    }
    FrameCoder own = ownCoder;
    if (own == null) {
      own = workspace.coderOfItsOwn(codec, level, size);
      ownCoder = own;
    }
    return own;
  }

  private void closeOwnCoder() {
    FrameCoder own = ownCoder;
    ownCoder = null;
    if (own != null) {
      own.close();
    }
  }

  /// Processes the next frame. After as much content as the largest frame has, it gives way, so
  /// that files of all formats get equal shares.
  private boolean next(Turn turn) {
    try {
      inTurn += codec.frame();
      if (inTurn > Codec.LARGEST && order.hasMore()) {
        inTurn = codec.frame();
        turn.giveWay();
      }
      return one(turn.workspace(), this::reportUnlessInterrupted);
    } catch (IOException | InterruptedException e) {
      order.fail(e);
      return false;
    }
  }

  /// Bytes of the archive so far.
  public long length() {
    return order.length();
  }

  /// Processes one frame, if there is another.
  ///
  /// @return whether there may be more
  boolean helpWithOne(Workspace workspace) {
    if (!order.beginHelp()) {
      return false;
    }
    try {
      return one(workspace, () -> {}); // a helper stops between two frames only
    } finally {
      order.endHelp();
    }
  }

  boolean hasMore() {
    return order.hasMore();
  }

  /// Ends the work because a helper failed.
  void fail(Throwable why) {
    order.fail(why);
  }

  /// Processes the next frame; false if there is none or the work has ended.
  private boolean one(Workspace workspace, FrameCoder.Heartbeat heartbeat) {
    try {
      heartbeat.beat();
      long from = order.take();
      if (from < 0) {
        return false;
      }
      frame(workspace, from, heartbeat);
      return true;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      order.fail(e);
      return false;
    }
  }

  private void frame(Workspace workspace, long from, FrameCoder.Heartbeat heartbeat)
      throws IOException, InterruptedException {
    int contentLength = order.contentLength(from);
    ByteBuffer content = workspace.content(contentLength);
    if (posix.readAt(source, content, from) < contentLength) {
      order.sourceIsShorter();
      return;
    }
    content.flip();
    long sum = sum(content);
    ByteBuffer frame = workspace.frame();
    FrameCoder coder = coder(workspace);
    coder.compress(content, frame, heartbeat);
    frame.flip();
    long at = order.awaitTurn(from);
    if (at < 0) {
      return;
    }
    int frameLength = frame.remaining();
    envelope.add(content.rewind(), frame.duplicate()); // only this thread until order.written
    posix.write(archive, frame);
    order.written(contentLength, frameLength);
    expand(coder, frame.rewind(), at, content.clear().limit(contentLength), heartbeat);
    if (content.remaining() != contentLength || sum(content) != sum) {
      throw new IOException("the archive does not read back as what was written");
    }
    order.processed(contentLength);
  }

  /// Writes what is before or after the frames, while no other thread works on the archive.
  private void surround(Workspace workspace, byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      return;
    }
    ByteBuffer buffer = workspace.frame().put(bytes).flip();
    long at = order.length();
    posix.write(archive, buffer);
    order.surrounded(bytes.length);
    readBack(buffer.rewind(), at);
    if (!buffer.equals(ByteBuffer.wrap(bytes))) {
      throw new IOException("the archive does not read back as what was written");
    }
  }

  /// Decodes the frame as the file has it; overwrites both buffers.
  private void expand(
      FrameCoder coder,
      ByteBuffer frame,
      long at,
      ByteBuffer content,
      FrameCoder.Heartbeat heartbeat)
      throws IOException, InterruptedException {
    readBack(frame, at);
    try {
      coder.expand(frame, content, heartbeat);
    } catch (IOException | RuntimeException e) { // on some damage, libraries throw unchecked ones
      throw new IOException("the archive cannot be read back (" + e.getMessage() + ")", e);
    }
    content.flip();
  }

  private void readBack(ByteBuffer buffer, long at) throws IOException {
    if (posix.readAt(archive, buffer, at) < buffer.limit()) {
      throw new IOException("the archive cannot be read back (the file is truncated)");
    }
    buffer.flip();
  }

  private static long sum(ByteBuffer content) {
    var crc = new CRC32();
    crc.update(content.duplicate());
    return crc.getValue();
  }

  private void report() {
    progress.accept(order.unreported());
  }

  private void reportUnlessInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    report();
  }
}
