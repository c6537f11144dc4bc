package io.mynah.store.blobs;

import io.mynah.domain.JobId;
import io.mynah.domain.PersonId;

/**
 * The name of a blob: its kind, whom or what it belongs to, and what else tells it from others,
 * divided by slashes.
 */
public record BlobName(String value) {
  private static final String MODEL = "model";
  private static final String VERSION = "version";
  private static final String CANDIDATE = "candidate";
  private static final String CHECKPOINT = "checkpoint";
  private static final String UPLOAD = "upload";

  /** The model with which a person's voice speaks. */
  public static BlobName model(PersonId person) {
    return new BlobName(MODEL + "/" + person.value());
  }

  /**
   * A version of a person's model that is not in use.
   *
   * @param number of the version among the person's
   */
  public static BlobName version(PersonId person, long number) {
    return new BlobName(VERSION + "/" + person.value() + "/" + number);
  }

  /** The model of a job that may become the person's model when it ends. */
  public static BlobName candidate(PersonId person, JobId job) {
    return new BlobName(CANDIDATE + "/" + person.value() + "/" + job.value());
  }

  /** A file of a training's checkpoint. */
  public static BlobName checkpoint(JobId job, String file) {
    return new BlobName(CHECKPOINT + "/" + job.value() + "/" + file);
  }

  /** A file of an upload. */
  public static BlobName upload(long upload, int index) {
    return new BlobName(UPLOAD + "/" + upload + "/" + index);
  }

  /** Many blobs: all of a kind, or all of a kind that belong to one thing. */
  public record Group(String prefix) {
    public static final Group CANDIDATES = new Group(CANDIDATE + "/");
    public static final Group CHECKPOINTS = new Group(CHECKPOINT + "/");
    public static final Group UPLOADS = new Group(UPLOAD + "/");

    /** The candidates of all jobs of a person. */
    public static Group candidates(PersonId person) {
      return new Group(CANDIDATE + "/" + person.value() + "/");
    }

    /** The versions of a person's model that are not in use. */
    public static Group versions(PersonId person) {
      return new Group(VERSION + "/" + person.value() + "/");
    }

    public static Group checkpoints(JobId job) {
      return new Group(CHECKPOINT + "/" + job.value() + "/");
    }

    public static Group upload(long upload) {
      return new Group(UPLOAD + "/" + upload + "/");
    }

    /** The least text that is greater than all names of the group, in the order of bytes. */
    String end() {
      return prefix.substring(0, prefix.length() - 1) + (char) ('/' + 1);
    }
  }

  /**
   * The number of whom or what it belongs to: a person, a job or an upload.
   *
   * @throws IllegalArgumentException if it is no name of a kind that is known here
   */
  public long number() {
    return number(1);
  }

  /**
   * The number of the job that a candidate is of.
   *
   * @throws IllegalArgumentException if it is no candidate's name
   */
  public JobId candidateJob() {
    return new JobId(number(2));
  }

  private long number(int position) {
    String[] parts = value.split("/", -1);
    try {
      return Long.parseLong(position < parts.length ? parts[position] : "");
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a blob of an unknown kind", e);
    }
  }
}
