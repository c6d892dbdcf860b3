/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  // `npm run verify` checks the types; a start must not wait for them.
  typescript: { ignoreBuildErrors: true },
  // Native addons and packages that read their own files stay outside the bundle.
  serverExternalPackages: ["pg", "@node-rs/argon2", "pino", "graphile-worker", "ioredis", "maxmind"],
};

export default config;
