/** Gives the AWS clients of this process a region and keys that are nobody's. */
export function setAwsVariables(): void {
  process.env['AWS_REGION'] = 'eu-central-1';
  process.env['AWS_ACCESS_KEY_ID'] = 'local';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'local';
  delete process.env['AWS_PROFILE'];
}
