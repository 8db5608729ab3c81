/** Imported before n8n's engine, which reads it once: expected errors stay out of the test's report. */
process.env.N8N_LOG_LEVEL ??= 'silent';
