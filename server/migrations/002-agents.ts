import { type Kysely, sql } from 'kysely'

/** The tables of better-auth and its organization plugin, with the column names that our CamelCasePlugin makes of its fields. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE SCHEMA auth;

    CREATE TABLE auth."user" (
      id             uuid PRIMARY KEY,
      name           text NOT NULL,
      email          text NOT NULL UNIQUE,
      email_verified boolean NOT NULL,
      image          text,
      created_at     timestamptz NOT NULL DEFAULT now(),
      updated_at     timestamptz NOT NULL DEFAULT now()
    );

    CREATE TABLE auth.session (
      id                     uuid PRIMARY KEY,
      token                  text NOT NULL UNIQUE,
      user_id                uuid NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
      active_organization_id uuid,
      ip_address             text,
      user_agent             text,
      expires_at             timestamptz NOT NULL,
      created_at             timestamptz NOT NULL DEFAULT now(),
      updated_at             timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX session_by_user ON auth.session (user_id);

    CREATE TABLE auth.account (
      id                       uuid PRIMARY KEY,
      account_id               text NOT NULL,
      provider_id              text NOT NULL,
      user_id                  uuid NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
      access_token             text,
      refresh_token            text,
      id_token                 text,
      access_token_expires_at  timestamptz,
      refresh_token_expires_at timestamptz,
      scope                    text,
      password                 text,
      created_at               timestamptz NOT NULL DEFAULT now(),
      updated_at               timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX account_by_user ON auth.account (user_id);

    CREATE TABLE auth.verification (
      id         uuid PRIMARY KEY,
      identifier text NOT NULL,
      value      text NOT NULL,
      expires_at timestamptz NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX verification_by_identifier ON auth.verification (identifier);

    -- An organization is a shop and bears its id.
    CREATE TABLE auth.organization (
      id         uuid PRIMARY KEY,
      name       text NOT NULL,
      slug       text NOT NULL UNIQUE,
      logo       text,
      metadata   text,
      created_at timestamptz NOT NULL DEFAULT now()
    );

    CREATE TABLE auth.member (
      id              uuid PRIMARY KEY,
      organization_id uuid NOT NULL REFERENCES auth.organization ON DELETE CASCADE,
      user_id         uuid NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
      role            text NOT NULL CHECK (role IN ('admin', 'support_agent')),
      created_at      timestamptz NOT NULL DEFAULT now(),
      UNIQUE (organization_id, user_id)
    );
    CREATE INDEX member_by_user ON auth.member (user_id);

    CREATE TABLE auth.invitation (
      id              uuid PRIMARY KEY,
      organization_id uuid NOT NULL REFERENCES auth.organization ON DELETE CASCADE,
      email           text NOT NULL,
      role            text,
      status          text NOT NULL,
      inviter_id      uuid NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
      expires_at      timestamptz NOT NULL,
      created_at      timestamptz NOT NULL DEFAULT now()
    );
  `.execute(db)
}
