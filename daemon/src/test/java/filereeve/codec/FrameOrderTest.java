package filereeve.codec;

import static filereeve.testing.Interleavings.check;
import static filereeve.testing.Interleavings.explore;
import static filereeve.testing.Interleavings.shared;
import static filereeve.testing.Interleavings.together;

import filereeve.testing.Interleavings;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// The threads that compress the frames of one file, in many orders of their steps.
@Tag("alone")
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class FrameOrderTest {
  /// What [FramedArchive] does with the frames, without the frames.
  private static class Archive {
    static final int FRAMES = 3;

    final FrameOrder order = shared(new FrameOrder(FRAMES, 1));

    /// Of the frames in the archive, by their content's offset. As the file is, it is guarded by
    /// the order of turns alone.
    String frames = "";

    private boolean ended;

    /// The calling thread of [FramedArchive#write].
    boolean write() throws IOException, InterruptedException {
      boolean more = true;
      while (more) {
        more = one();
      }
      order.awaitHelpers();
      ended = true;
      return order.result();
    }

    void help() {
      boolean more = true;
      while (more && order.beginHelp()) {
        more = one();
        check(!ended, "no helper works on a file that is closed");
        order.endHelp();
      }
    }

    private boolean one() {
      try {
        long from = order.take();
        if (from < 0) {
          return false;
        }
        compress(from);
        long at = order.awaitTurn(from);
        if (at >= 0) {
          check(at == frames.length(), "a frame is written where the archive ends");
          frames += from;
          order.written(1, 1);
          order.processed(1);
        }
        return true;
      } catch (IOException | InterruptedException e) {
        order.fail(e);
        return false;
      }
    }

    void compress(long from) throws IOException, InterruptedException {
      check(from < FRAMES, "a frame of the content");
    }
  }

  @Test
  void eachFrameIsGivenToOneThread() {
    explore(
        () -> {
          var order = shared(new FrameOrder(2, 1));
          var taken = new AtomicLongArray(2);
          together(() -> taken.set(0, order.take()), () -> taken.set(1, order.take()));
          check(taken.get(0) + taken.get(1) == 1, "offsets: " + taken);
        });
  }

  @Test
  void helpersAreCountedAndTheirProgressIs() {
    explore(
        () -> {
          var order = shared(new FrameOrder(2, 1));
          var ended = new AtomicInteger();
          check(order.beginHelp(), "there is something to help with");
          check(order.beginHelp(), "for two");
          Interleavings.Body helper =
              () -> {
                order.processed(1);
                ended.incrementAndGet();
                order.endHelp();
              };
          together(
              helper,
              helper,
              () -> {
                order.awaitHelpers();
                check(ended.get() == 2, "both have ended");
                check(order.unreported() == 2, "their progress");
              });
        });
  }

  @Test
  void framesAreWrittenInTheOrderOfTheirContent() {
    explore(
        () -> {
          var archive = new Archive();
          together(
              () -> {
                check(archive.write(), "complete");
                check(archive.frames.equals("012"), "written: " + archive.frames);
                check(archive.order.length() == 3, "its length");
                check(archive.order.unreported() == 6, "its progress");
              },
              archive::help);
        });
  }

  @Test
  void aFrameThatFailsEndsAllThreads() {
    explore(
        () -> {
          var archive =
              new Archive() {
                @Override
                void compress(long from) throws IOException {
                  if (from == 1) {
                    throw new IOException("disk full");
                  }
                }
              };
          together(
              () -> {
                check(failure(archive) instanceof IOException, "its failure is the result");
                check(archive.frames.isEmpty() || archive.frames.equals("0"), "frames before it");
              },
              archive::help);
        });
  }

  @Test
  void aSourceThatIsShorterEndsAllThreads() {
    explore(
        () -> {
          var archive =
              new Archive() {
                @Override
                void compress(long from) {
                  if (from == 1) {
                    order.sourceIsShorter();
                  }
                }
              };
          together(() -> check(!archive.write(), "not complete"), archive::help);
        });
  }

  @Test
  void anInterruptEndsAllThreads() {
    explore(
        () -> {
          var archive =
              new Archive() {
                @Override
                void compress(long from) throws InterruptedException {
                  if (from == 1) {
                    throw new InterruptedException();
                  }
                }
              };
          together(
              () -> check(failure(archive) instanceof InterruptedException, "it is the result"),
              archive::help);
        });
  }

  private static @Nullable Throwable failure(Archive archive) {
    try {
      boolean _ = archive.write();
      return null;
    } catch (IOException | InterruptedException e) {
      return e;
    }
  }
}
