package io.github.rankpool.cli;

import picocli.CommandLine.IVersionProvider;

/** Tells the versions of Rankpool and of Java. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "rankpool "
          + (version == null ? "(development)" : version)
          + ", Java "
          + System.getProperty("java.version")
    };
  }
}
