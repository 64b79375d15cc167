package io.github.rankpool.cli;

import picocli.CommandLine.IVersionProvider;

/** Tells the versions of Rankpool and of Java. */
final class Version implements IVersionProvider {

  static String ofRankpool() {
    String version = Version.class.getPackage().getImplementationVersion();
    return "rankpool " + (version == null ? "(development)" : version);
  }

  @Override
  public String[] getVersion() {
    return new String[] {ofRankpool() + ", Java " + System.getProperty("java.version")};
  }
}
