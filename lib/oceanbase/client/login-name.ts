/** The user name OceanBase routes by: `user@tenant#cluster`; what a secret already holds is not added twice. */
export function loginName(user: string, tenant: string | undefined, cluster: string | undefined): string {
  const withTenant = tenant === undefined || user.includes('@') ? user : `${user}@${tenant}`;
  return cluster === undefined || withTenant.includes('#') ? withTenant : `${withTenant}#${cluster}`;
}
