package filereeve.kind.rotate;

import filereeve.kind.rotate.RotateSettings.Destinations;
import filereeve.process.Action;
import filereeve.route.Glob;
import filereeve.sandbox.CommandNeeds;
import filereeve.sandbox.Grant;
import filereeve.sandbox.Needs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a rotate rule needs of its host.
final class RotateNeeds {
  private RotateNeeds() {}

  static Needs of(RotateSettings settings) {
    var parts = new ArrayList<Needs>();
    parts.add(Needs.writing(directories(settings)));
    parts.add(settings.access().needs());
    parts.add(ofMethod(settings.how().method()));
    Hooks hooks = settings.how().hooks();
    hooks.before().map(CommandNeeds::of).ifPresent(parts::add);
    hooks.after().map(CommandNeeds::of).ifPresent(parts::add);
    for (Destinations to :
        List.of(settings.archives().onArchive(), settings.archives().onRemove().first())) {
      to.mail().ifPresent(_ -> parts.add(Needs.of(Grant.NETWORK)));
      to.run().<Action>map(run -> run).map(CommandNeeds::of).ifPresent(parts::add);
    }
    return Needs.all(parts);
  }

  /// In a sandbox each directory that is opened is a mount of its own. Where archives have to be
  /// renamed into theirs, one directory above both is opened.
  private static Set<Path> directories(RotateSettings settings) {
    var directories = new TreeSet<Path>();
    settings.files().stream().map(Glob::directories).forEach(directories::addAll);
    Optional<Path> archives = settings.names().archiveDir().map(Path::of).filter(Path::isAbsolute);
    if (archives.isPresent()) {
      directories.add(archives.get());
      if (ArchivePlace.needsOneFilesystem(settings).isPresent()) {
        Path above = directories.stream().reduce(RotateNeeds::common).orElse(archives.get());
        return above.getNameCount() > 0 ? Set.of(above) : directories;
      }
    }
    return directories;
  }

  private static Path common(Path one, Path other) {
    Path above = one;
    while (!other.startsWith(above)) {
      above = above.resolve("..").normalize();
    }
    return above;
  }

  private static Needs ofMethod(Method method) {
    return switch (method) {
      case Method.Rename _ -> Needs.NONE;
      case Method.CopyTruncate(_, boolean pauseWriter) -> {
        Needs inspecting = Needs.of(Grant.SEE_PROCESSES, Grant.INSPECT_PROCESSES);
        yield pauseWriter ? inspecting.and(Needs.of(Grant.FREEZE_SERVICES)) : inspecting;
      }
    };
  }
}
