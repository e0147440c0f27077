import { openSecrets } from '../../lib/runtime/secrets.ts';
import { secretSourceContract } from './secret-source.contract.ts';

secretSourceContract('the source every function opens', {
  open: (local) => openSecrets({ local }),
  setVariable: (name, value) => {
    process.env[name] = value;
  },
});
