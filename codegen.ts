import type { CodegenConfig } from '@graphql-codegen/cli'

/** Typed documents for the files of one folder, in a folder of its own beneath it. */
const typedDocuments = (folder: string): CodegenConfig['generates'] => ({
  [`${folder}/generated/`]: {
    documents: [`${folder}/**/*.ts`, `!${folder}/generated/**`],
    preset: 'client',
    presetConfig: { fragmentMasking: false },
    config: {
      useTypeImports: true,
      importExtension: '.ts',
      enumsAsTypes: true,
      scalars: { DateTime: 'string', ID: 'string' },
    },
  },
})

// For whoever calls Rollcall's API from this repository, from the committed schema.
const config: CodegenConfig = {
  schema: 'schema.graphql',
  ignoreNoDocuments: true,
  generates: { ...typedDocuments('demo'), ...typedDocuments('test') },
}

export default config
