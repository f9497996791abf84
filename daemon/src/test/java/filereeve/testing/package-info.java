/// What the tests of several packages share: a clock to be moved by hand, a log that remembers.
@NullMarked
package filereeve.testing;

import org.jspecify.annotations.NullMarked;
