/// What a kind of rule provides, and what all kinds share: common keys, actions, codecs, globs.
@NullMarked
package filereeve.rule;

import org.jspecify.annotations.NullMarked;
