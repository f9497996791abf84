package filereeve.kind.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private static final Snapshot BEFORE =
      of(Map.of("/e/d/x", "1", "/e/d/y/z", "2", "/e/d.conf", "3", "/e/f", "4"));

  @Test
  void whatIsInADirectoryThatCannotBeReadIsAsItWas() {
    var now = of(Map.of("/e/d", Snapshot.UNREADABLE, "/e/d.conf", "5", "/e/f", "4"));
    assertThat(now.keeping(BEFORE))
        .isEqualTo(of(Map.of("/e/d/x", "1", "/e/d/y/z", "2", "/e/d.conf", "5", "/e/f", "4")));
  }

  @Test
  void aFileThatCannotBeReadIsAsItWasOrIsNew() {
    var now = of(Map.of("/e/f", Snapshot.UNREADABLE, "/e/new", Snapshot.UNREADABLE));
    assertThat(now.keeping(BEFORE)).isEqualTo(of(Map.of("/e/f", "4", "/e/new", "unreadable")));
  }

  private static Snapshot of(Map<String, String> hashes) {
    return new Snapshot(new TreeMap<>(hashes));
  }
}
