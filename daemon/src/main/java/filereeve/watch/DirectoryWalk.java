package filereeve.watch;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import filereeve.posix.DirectoryListing;
import filereeve.posix.DirectoryListing.Kind;
import filereeve.route.Reach;
import filereeve.watch.DirectoryEvents.Detail;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// Registers a directory and those below it in which something can match. Follows no link, so it
/// ends.
///
/// Thread: guarded by its [Tree].
final class DirectoryWalk {
  /// Up to this many files in new directories are reported one by one.
  private static final int MOST_NAMED = 1_000;

  /// @param directories how many are of interest
  /// @param files how many other entries were found in them, or may be there unseen
  /// @param named the first of these entries
  record Seen(int directories, int files, List<Path> named) {
    static final Seen NOTHING = new Seen(0, 0, List.of());

    boolean allNamed() {
      return named.size() == files;
    }
  }

  private final Roots roots;
  private final FollowedIndex followed;
  private final Registrations registrations;
  private final SilentMounts silent;
  private final Consumer<Path> link;
  private final DirectoryListing listing = new DirectoryListing();

  /// @param link receives the names of symbolic links that may have to be followed
  DirectoryWalk(
      Roots roots,
      FollowedIndex followed,
      Registrations registrations,
      SilentMounts silent,
      Consumer<Path> link) {
    this.roots = roots;
    this.followed = followed;
    this.registrations = registrations;
    this.silent = silent;
    this.link = link;
  }

  /// @param top a real path, below a root or a root itself
  Seen register(Path top) {
    var pass = new Pass(0);
    pass.register(top);
    return new Seen(pass.directories, pass.files, List.of());
  }

  /// The same for a new directory, whose files are named in the result.
  Seen registerNew(Path top) {
    var pass = new Pass(MOST_NAMED);
    pass.register(top);
    return new Seen(pass.directories, pass.files, pass.named);
  }

  /// A name below a root, and what can match there if it is a directory.
  private record Named(Path name, Reach reach) {
    Named in(Path below, String text) {
      return new Named(below, reach.in(text));
    }
  }

  /// A directory that is to be registered, and its names below the roots.
  private record Below(Path directory, List<Named> names) {
    boolean mayMatch() {
      for (Named named : names) {
        if (named.reach.mayMatchBelow()) {
          return true;
        }
      }
      return false;
    }
  }

  private final class Pass implements DirectoryListing.Visit {
    private final int mostNamed;
    private final Deque<Below> waiting = new ArrayDeque<>();
    private final List<Path> named = new ArrayList<>();
    private int directories;
    private int files;
    private Below in = new Below(Path.of("/"), List.of());

    Pass(int mostNamed) {
      this.mostNamed = mostNamed;
    }

    void register(Path top) {
      waiting.add(new Below(top, names(top)));
      while (!waiting.isEmpty()) {
        in = waiting.removeLast();
        if (silent.isAt(in.directory)) {
          registrations.silent(in.directory);
          done();
          files++;
        } else {
          registrations.watch(in.directory, Detail.CONTENTS);
          done();
          directories++;
          list();
        }
      }
    }

    /// Who waits for the directory may scan it now: what changes from here on is an event.
    private void done() {
      in.names.forEach(n -> registrations.done(n.name()));
    }

    private void list() {
      try {
        listing.list(in.directory, this);
      } catch (NoSuchFileException | NotDirectoryException _) {
        files++; // removed since, and perhaps created again
      } catch (AccessDeniedException _) {
        files++; // its registration failed too
      } catch (IOException e) {
        files++;
        registrations.unlisted(in.directory, e);
      }
    }

    @Override
    public boolean wants(Kind kind) {
      return switch (kind) {
        case DIRECTORY, LINK, UNKNOWN -> true;
        case OTHER -> {
          files++;
          yield named.size() < mostNamed;
        }
      };
    }

    @Override
    public void entry(Path name, Kind kind) {
      Path entry = in.directory.resolve(name);
      switch (silent.isAt(entry) ? Kind.DIRECTORY : kind) {
        case DIRECTORY -> {
          var below = new Below(entry, names(entry, name));
          if (below.mayMatch()) {
            waiting.add(below);
          }
        }
        case LINK -> {
          files++;
          name(entry);
          in.names.forEach(n -> link.accept(below(n, entry, name)));
        }
        case OTHER -> name(entry);
        case UNKNOWN -> unknown(entry, name);
      }
    }

    private void name(Path entry) {
      if (named.size() < mostNamed) {
        named.add(entry);
      }
    }

    private void unknown(Path entry, Path name) {
      try {
        var attributes = Files.readAttributes(entry, BasicFileAttributes.class, NOFOLLOW_LINKS);
        Kind kind =
            attributes.isDirectory()
                ? Kind.DIRECTORY
                : attributes.isSymbolicLink() ? Kind.LINK : Kind.OTHER;
        files += kind == Kind.OTHER ? 1 : 0;
        entry(name, kind);
      } catch (IOException _) {
        files++; // removed since it was listed
      }
    }

    private List<Named> names(Path directory) {
      return followed.names(directory).stream()
          .map(n -> new Named(n.name(), roots.reach().apply(n.name())))
          .toList();
    }

    /// The same, from the names of the directory that it is in.
    private List<Named> names(Path entry, Path name) {
      if (followed.isTree(entry)) {
        return names(entry);
      }
      var names = new ArrayList<Named>(in.names.size());
      for (Named directory : in.names) {
        names.add(directory.in(below(directory, entry, name), name.toString()));
      }
      return names;
    }

    private Path below(Named directory, Path entry, Path name) {
      return directory.name.equals(in.directory) ? entry : directory.name.resolve(name);
    }
  }
}
